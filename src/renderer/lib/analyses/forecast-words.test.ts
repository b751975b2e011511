import { expect, test } from 'vitest';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import { whatHappens, whatItTakes } from './forecast-words.ts';

const model = { name: 'mini', layers: 2, heads: 4, compiled: true };
const set = { name: 'negation', pairCount: 547, neutralCount: 547 };
const control = { name: 'controls', pairCount: 100, neutralCount: 0 };

test('what goes through the model, and what is compared with what', () => {
  const pairs = { kind: 'pairs', set, control: undefined } as const;
  expect(whatHappens(ANALYSES.negation, pairs, model, {})).toEqual([
    '547 pairs of “negation” go through mini.',
    '8 heads (2 layers × 4) get their numbers.',
    'Each pair is compared with its own neutral.',
  ]);
  const bare = { ...set, neutralCount: 0 };
  expect(whatHappens(ANALYSES.negation, { ...pairs, set: bare, control }, model, {})).toEqual([
    '547 pairs of “negation” and 100 pairs of “controls” go through mini.',
    '8 heads (2 layers × 4) get their numbers.',
    'Pairs are compared with those of “controls”.',
  ]);
  expect(whatHappens(ANALYSES.negation, { ...pairs, set: bare }, model, {}).at(-1)).toContain(
    'Without neutrals',
  );
});

test('the comparison that is chosen, and neutrals that are too few to compare with', () => {
  const last = (own: Partial<typeof set>, beside: typeof control | undefined, comparison: string) =>
    whatHappens(ANALYSES.negation, { kind: 'pairs', set: { ...set, ...own }, control: beside }, model, {
      comparison,
    }).at(-1);
  expect(last({}, control, 'auto')).toBe('Each pair is compared with its own neutral.');
  expect(last({}, control, 'matched')).toBe('Pairs are compared with those of “controls”.');
  expect(last({}, control, 'unadjusted')).toBe('Pairs are compared with all those of “controls”.');
  expect(last({ neutralCount: 300 }, control, 'paired')).toBe(
    '300 pairs of “negation” are compared with their own neutrals.',
  );
  expect(last({ neutralCount: 2 }, control, 'auto')).toBe(
    '“negation” has 2 neutrals, and 5 are wanted: pairs are compared with those of “controls”.',
  );
  expect(last({ neutralCount: 2 }, undefined, 'auto')).toMatch(
    /^“negation” has 2 neutrals.*: without a control set/,
  );
  expect(last({}, undefined, 'matched')).toMatch(/^Without a control set/);
});

test('where not simply all that is given goes through the model, the kind says what does', () => {
  const texts = { kind: 'texts', name: 'news', texts: 10_000 } as const;
  const first = (
    kind: 'query-key' | 'induction' | 'catalogue' | 'bigrams' | 'lens',
    of: Parameters<typeof whatHappens>[1],
    options: Record<string, unknown> | null,
  ) => whatHappens(ANALYSES[kind], of, model, options)[0];
  expect(first('query-key', texts, { tokens: 2000 })).toBe(
    'Whole statements are drawn from 10,000 texts of “news” and go through mini, up to 2,000 tokens.',
  );
  expect(first('query-key', texts, null)).toMatch(/go through mini\.$/);
  expect(first('induction', texts, { sequences: 1000 })).toBe(
    '1,000 sequences are drawn and go through mini, and 10,000 texts of “news” beside them.',
  );
  expect(first('bigrams', texts, { textTokens: 500 })).toBe(
    'The weights of mini are read. Tokens of 10,000 texts of “news” are counted, up to 500 tokens; none goes through it.',
  );
  expect(first('catalogue', { kind: 'pairs', set, control: undefined }, {})).toBe(
    'Of 547 pairs of “negation”, those that name the answer once and the wrong answer twice go through mini.',
  );
  expect(first('lens', texts, {})).toBe('10,000 texts of “news” go through mini.');
});

test('sequences are drawn, weights are read, a run is gone through again', () => {
  const alone = { kind: 'model' } as const;
  expect(whatHappens(ANALYSES.induction, alone, model, { sequences: 1000 })[0]).toBe(
    '1,000 sequences are drawn and go through mini.',
  );
  expect(whatHappens(ANALYSES['qk-ov'], alone, { ...model, compiled: false }, {})).toEqual([
    'The weights of mini are read; no sentence goes through it.',
    '8 heads (2 layers × 4) get their numbers.',
    'The model is compiled first; that is done once.',
  ]);
  expect(whatHappens(ANALYSES.effects, { kind: 'run', id: 3, pairs: 12, set: 'few' }, undefined, {})).toEqual(
    ['12 pairs of run 3 (“few”) go through its model again.'],
  );
});

test('time and disk, and what they are judged by', () => {
  const duration = { seconds: 90, isRough: false };
  expect(whatItTakes({ duration, bytes: 2_000_000, judgedBy: 4, unlike: null })).toEqual([
    'About 1 min 30 s, judging by the time that analysis 4 was at work.',
    'About 2.0 MB are added to the workspace.',
  ]);
  const rough = { ...duration, isRough: true };
  expect(whatItTakes({ duration: rough, bytes: 2_000_000, judgedBy: 4, unlike: 'size' })).toEqual([
    'Some 2 minutes, judging by the time that analysis 4 was at work, which was of far more or far fewer.',
    'Very roughly 2.0 MB are added to the workspace.',
  ]);
  expect(whatItTakes({ duration: rough, bytes: null, judgedBy: 4, unlike: 'options' })).toEqual([
    'Some 2 minutes, judging by the time that analysis 4 was at work, which had other options.',
  ]);
  expect(whatItTakes({ duration: rough, bytes: null, judgedBy: 4, unlike: 'model' })[0]).toMatch(
    /which had another model\.$/,
  );
  expect(whatItTakes(null)).toEqual([
    'How long it takes is known once one of this kind has come to its end on this device.',
  ]);
});
