/** Patterns as a person asks for them: of texts, of pairs, of token ids; what is called, and what is refused in words. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patterns } from '../../src/core/analyses/patterns/definition.ts';
import { patternColumns } from '../../src/core/analyses/patterns/calls.ts';
import { explainedDifferences, explanationRows } from '../../src/core/analyses/patterns/explanation.ts';
import { VALIDATION } from '../../src/core/analyses/patterns/part.ts';
import { splitTexts } from '../../src/core/analyses/patterns/split.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

const golden = (family: string) => join(import.meta.dirname, '../fixtures/golden', family);
/** Sentences of fifteen words or so, no two alike. */
const TEXTS = Array.from(
  { length: 24 },
  (_, at) =>
    `${['The', 'An', 'One'][at % 3] ?? ''} old ${['house', 'bridge', 'garden', 'road'][at % 4] ?? ''} stood by the ${['river', 'sea', 'wood'][at % 3] ?? ''} and nobody came ${['there', 'back', 'near', 'again', 'by'][at % 5] ?? ''}.`,
);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

function create(request: Omit<AnalysisRequest, 'projectId' | 'kind'>) {
  const { engine } = workspace;
  return engine.analyses.create({ projectId: engine.defaultProject().id, kind: 'patterns', ...request });
}

async function resultOf(request: Omit<AnalysisRequest, 'projectId' | 'kind'>): Promise<NamedTensors> {
  const { id } = await create(request);
  expect(await workspace.engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return workspace.engine.analyses.tensors({ id });
}

/** Characters of char-en as token ids: those of its tokenizer. */
const ids = (texts: readonly string[]) => ({ texts: texts.map((text) => encode(text)) });
let encode: (text: string) => number[] = () => [];
beforeAll(async () => {
  const { openTokenizer } = await import('../../src/main/engine/tokenizers/tokenizer.ts');
  const { resourcesDir } = await import('../../src/main/engine/paths.ts');
  const tokenizer = await openTokenizer(join(resourcesDir(), 'models/char-en'), 80);
  encode = (text) => tokenizer?.encode(text) ?? [];
});

describe('char-en', () => {
  let result: NamedTensors;
  beforeAll(async () => {
    result = await resultOf({
      model: 'char-en',
      inputs: ids(TEXTS),
      options: { ownQuery: '^n$', ownKey: '^a$', ownFrom: -1, ownTo: -1, explain: 'L0H2:previous' },
    });
  });
  const cell = (detector: string, place: number) =>
    patternColumns(result).find((column) => column.detector.name === detector)?.cells[place];

  it('has a head that looks at the character before, on text that it was not looked for on', () => {
    expect([scalarOf(result, 'discovery_texts'), scalarOf(result, 'validation_texts')]).toEqual([12, 12]);
    const { verdict, lift, lifts, validation, n } = cell('previous', 2) ?? {};
    expect(verdict).toBe('called');
    expect(n).toBe(24);
    expect(lift?.mean).toBeCloseTo(lifts?.uniform ?? 0, 12);
    expect(validation?.low).toBeGreaterThan(0.2);
    // Its own mean pattern explains that: it looks at a distance.
    expect(Math.abs(lifts?.['own-positions'] ?? 1)).toBeLessThan(0.05);
    expect(cell('offset_-1', 2)).toEqual({ ...cell('previous', 2), detector: 'offset_-1' });
  });

  it('holds against the second half what was found on the first', () => {
    const cells = patternColumns(result).flatMap((column) => column.cells);
    const margin = scalarOf(result, 'margin') ?? Number.NaN;
    const measured = cells.filter(({ validation }) => validation.mean !== null);
    expect(new Set(measured.map(({ discoveryLift }) => (discoveryLift ?? 0) > margin)).size).toBe(2);
    for (const { discoveryLift, validation, q } of measured)
      expect([validation.low !== null, q !== null]).toEqual(
        Array(2).fill((discoveryLift ?? 0) > margin) as boolean[],
      );
  });

  it('tells heads that are called by a sink alone from the others', () => {
    expect(patterns.findings(result)[0]).toMatch(
      /^\d+ of 16 heads follow .* text: \d+ with attention to sinks left out, too, \d+ looks? at a sink alone; \d+ of \d+ calls by another pattern than an offset are explained by position alone/,
    );
  });

  it('says of each head taken away where it costs, or that its detector fires nearly everywhere', () => {
    const findings = patterns.findings(result).join(' ');
    expect(findings).toMatch(
      /Of 1 head taken away on unseen texts \(another text in its place\) 0 cost more/,
    );
    expect(findings).toMatch(
      /L0 H2: taking it away costs .+ Only \d\.?\d* % of the tokens lie where previous does not fire/,
    );
  });

  it('has one that looks at spaces whatever their distance', () => {
    const { verdict, lifts } = cell('space', 11) ?? {};
    expect(verdict).toBe('called');
    expect(lifts?.['own-positions']).toBeGreaterThan(0.3);
  });

  it('measures a detector of one’s own, and says nothing where there is nothing', () => {
    expect(cell('own', 2)).toMatchObject({ n: 24 });
    expect(cell('own', 2)?.score).toBeGreaterThan(0.2);
    expect(cell('niqqud', 2)).toMatchObject({ verdict: 'undefined', score: null, n: 0 });
  });

  it('loses most where the detector of a head fires', () => {
    const rows = explanationRows(result).filter(({ method }) => method === 'zero');
    expect(rows.map(({ where, n }) => [where, n])).toEqual([
      ['all', 12],
      ['detector', 12],
      ['elsewhere', 12],
    ]);
    const [, fires, elsewhere] = rows;
    expect(fires?.cost.low).toBeGreaterThan(0.5);
    expect(elsewhere?.cost.mean).toBeLessThan(fires?.cost.low ?? 0);
  });

  it('has the same numbers for a seed', async () => {
    const again = await resultOf({ model: 'char-en', inputs: ids(TEXTS), options: { seed: 3 } });
    const third = await resultOf({ model: 'char-en', inputs: ids(TEXTS), options: { seed: 3 } });
    for (const [name, { data }] of again) expect(third.get(name)?.data).toEqual(data);
  });
});

it('with one unseen text nothing has fallen, and there is no other to put in its place', async () => {
  const result = await resultOf({
    model: 'char-en',
    inputs: ids(TEXTS.slice(0, 2)),
    options: { explain: 'L0H2:previous' },
  });
  const verdicts = new Set(
    patternColumns(result).flatMap(({ cells }) => cells.map(({ verdict }) => verdict)),
  );
  expect(verdicts).toEqual(new Set(['undefined', 'none']));
  const costs = explanationRows(result).filter(({ where }) => where === 'all');
  expect(costs.map(({ method, n, cost }) => [method, n, cost.mean === null])).toEqual([
    ['zero', 1, false],
    ['mean_set', 1, false],
    ['resample', 0, true],
  ]);
});

describe('an encoder tells what is masked, in turns', () => {
  const texts = Array.from({ length: 8 }, (_, text) =>
    Array.from({ length: 5 + (text % 4) }, (_unused, at) => 5 + ((7 * text + 3 * at) % 100)),
  );
  const inputs = { texts, mask_id: 3 };
  const costs = async (options: Record<string, unknown>) =>
    explanationRows(await resultOf({ model: golden('bert'), inputs, options }));

  it('all at once as an ablation does, on the unseen half', async () => {
    const rows = await costs({ explain: 'L0H1:previous,L1H2:same_token', masked: 1 });
    const { engine } = workspace;
    const { id } = await engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind: 'ablation',
      model: golden('bert'),
      inputs: { ...inputs, masked: texts.map((ids) => [...ids.keys()]) },
    });
    await engine.analyses.finish({ id });
    const ablated = tensorOf(engine.analyses.tensors({ id }), 'ablation.zero_by_text').data;
    const halves = splitTexts(
      texts.map(() => null),
      0,
    );
    const unseen = [...texts.keys()].filter((text) => halves[text]?.half === VALIDATION);
    for (const [place, row] of [1, 6].map(
      (own) => [own, rows.filter(({ where }) => where === 'all')] as const,
    )) {
      const expected =
        unseen.reduce((sum, text) => sum + (ablated[8 * text + place] ?? 0), 0) / unseen.length;
      const own = row.find(({ method, layer, head }) => method === 'zero' && 4 * layer + head === place);
      expect(own?.n).toBe(unseen.length);
      expect(own?.cost.mean).toBeCloseTo(expected, 6);
    }
  });

  it('in turns tells each token once, and takes the same tokens for a seed', async () => {
    const options = { explain: 'L0H1:previous', masked: 0.3 };
    const result = await resultOf({ model: golden('bert'), inputs, options });
    const [own] = explainedDifferences(result);
    // Of a text of n tokens at n - 1: none stands before the first.
    const tokens = tensorOf(result, 'ablation.tokens').data;
    expect(tokens[1]).toBe(4);
    expect(own).toMatchObject({ n: 4, shareElsewhere: 4 / ((tokens[0] ?? 0) + 4) });
    expect(own?.difference.mean).toBeCloseTo((own?.fires.mean ?? 0) - (own?.elsewhere.mean ?? 0), 10);
    expect(await costs(options)).toEqual(explanationRows(result));
    expect(await costs({ ...options, seed: 5 })).not.toEqual(explanationRows(result));
  });
});

it('cues are those of the workspace: a word that was added is one, and what was planned before is not gone on with', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'rarely', [
    { original: 'He came home.', counterfactual: 'He rarely came home.' },
    { original: 'She went out.', counterfactual: 'She rarely went out.' },
  ]);
  const cueTexts = (result: NamedTensors) =>
    patternColumns(result).find(({ detector }) => detector.name === 'negation_cue')?.cells[0]?.n;
  const request = { model: 'bert-novel-tiny', setId };
  const { id: planned } = await create(request);
  expect(cueTexts(await resultOf(request))).toBe(0);
  engine.sets.saveCueLexicon({ setId, of: 'language', words: ['rarely'] });
  expect(cueTexts(await resultOf(request))).toBe(2);
  expect(await engine.analyses.finish({ id: planned })).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('has changed since it was planned') as string,
  });
  engine.sets.saveCueLexicon({ setId, of: 'set', words: ['never'] });
  expect(cueTexts(await resultOf(request))).toBe(0);
  engine.sets.saveCueLexicon({ setId, of: 'set', words: null });
  engine.sets.saveCueLexicon({ setId, of: 'language', words: null });
});

it('texts of one token have nothing to look at but themselves', async () => {
  const result = await resultOf({ model: golden('bert'), inputs: { texts: [[5], [6], [7, 8, 9]] } });
  const columns = patternColumns(result);
  expect(columns.find(({ detector }) => detector.name === 'self')?.cells[0]).toMatchObject({ n: 3 });
  expect(columns.find(({ detector }) => detector.name === 'previous')?.cells[0]).toMatchObject({ n: 1 });
  const { engine } = workspace;
  const [{ id = 0 } = {}] = engine.analyses.list({ projectId: engine.defaultProject().id, kind: 'patterns' });
  const findings = engine.analyses.findings({ id }).join(' ');
  expect(findings).toContain('2 texts have one token');
  expect(findings).toContain('Only 1 text was left');
});

describe('what cannot be measured is refused in words', () => {
  it.each([
    ['attn-only-0l', { texts: [[1, 2]] }, {}, /attn-only-0l has no layers, and so no heads/],
    [golden('bert'), { texts: [] }, {}, /has no texts/],
    [golden('bert'), { texts: [[]] }, {}, /no token ids as patterns reads them/],
    [
      golden('bert'),
      { texts: [[5, 900]] },
      {},
      /texts\[0\] has id 900 at position 1; the vocabulary has ids 0 to 106/,
    ],
    [
      golden('gpt2'),
      { texts: [Array(60).fill(5)] },
      {},
      /texts\[0\] has 60 tokens; the model takes up to 40/,
    ],
    [golden('gpt2'), { texts: [[5, 6]] }, { ownQuery: '(' }, /query token, “\(”, cannot be used/],
    [golden('gpt2'), { texts: [[5, 6]] }, { ownKey: '(?<=a)b' }, /key token.+does not look ahead or behind/],
    [golden('gpt2'), { texts: [[5, 6]] }, { explain: 'L9H0:previous' }, /has no L9H0/],
    [golden('gpt2'), { texts: [[5, 6]] }, { explain: 'L0H0:nothing' }, /is not written as L2H2:space/],
    [
      golden('bert'),
      { texts: [[5, 6]] },
      { explain: 'L0H0:previous' },
      /has no mask token: give token ids, with mask_id/,
    ],
    [
      golden('bert'),
      { texts: [[5, 6]], mask_id: 900 },
      { explain: 'L0H0:previous' },
      /mask_id is 900; the vocabulary has ids 0 to 106/,
    ],
    [golden('electra'), { texts: [[5, 6]] }, { explain: 'L0H0:previous' }, /has no language-model head/],
    [
      golden('gpt2'),
      { texts: [[5, 6]] },
      { ownQuery: 'a', ownFrom: 2, ownTo: -1 },
      /ownTo.*is -1, which lies before ownFrom, 2/,
    ],
  ])('%s %j %j', async (model, inputs, options, message) => {
    await expect(create({ model, inputs, options })).rejects.toThrow(message);
  });
});
