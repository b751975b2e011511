import { describe, expect, it } from 'vitest';
import {
  dealtTo,
  decided,
  type Decision,
  neutralWords,
  nextOpen,
  pairsOfReview,
  type ReviewedRow,
  reviewed,
  ruleOf,
  whyNot,
  withNeutral,
} from './rule-review.ts';
import { sentencesOf } from './rule-sentences.ts';

const rule = ruleOf({ rule: 'negate', cues: ['not', 'never'], replacements: [] });
const negations = { rule: 'negate', words: ['also'], replacements: [] } as const;
const rowsOf = (text: string, decisions: Record<string, Decision> = {}): ReviewedRow[] => {
  const byKey = new Map(Object.entries(decisions).map(([sentence, is]) => [`negate\n${sentence}`, is]));
  return sentencesOf(text).sentences.map((sentence) =>
    reviewed('negate', { sentence, result: rule(sentence) }, byKey),
  );
};

const rowOf = (sentence: string, text: string): ReviewedRow => ({
  key: `any\n${sentence}`,
  sentence,
  text,
  why: null,
  state: 'open',
});

describe('neutrals of the other rules', () => {
  it('of a swap has other participants, where words are given', () => {
    const row = rowOf('The dog chased a cat.', 'A cat chased the dog.');
    const swaps = { rule: 'swap', words: ['king', 'nurse'], replacements: [] } as const;
    expect(withNeutral(row, ['nurse', 'king'], swaps).neutral).toEqual({ text: 'The nurse chased a king.' });
    expect(withNeutral(row, [], { ...swaps, words: [] })).toEqual(row);
  });

  it('of a replacement has the word that stands beside the replaced one', () => {
    const row = rowOf('It is good.', 'It is bad.');
    const replacements = [{ from: 'good', to: 'bad', neutral: 'fine' }];
    const asked = { rule: 'replace', words: [], replacements } as const;
    expect(withNeutral(row, [], asked).neutral).toEqual({ text: 'It is fine.' });
    // A person has corrected the counterfactual to what would be its neutral.
    expect(withNeutral({ ...row, text: 'It is fine.' }, [], asked).neutral).toEqual({
      text: null,
      why: 'it is the counterfactual itself',
    });
    expect(
      withNeutral(row, [], { ...asked, replacements: [{ from: 'good', to: 'bad', neutral: '' }] }),
    ).toEqual(row);
  });
});

describe('a review of what a rule makes', () => {
  it('begins open, also where the rule is sure', () => {
    expect(
      rowsOf('It is red.\n\nIt is red.\nIs it?').map(({ sentence, state, text }) => [sentence, state, text]),
    ).toEqual([
      ['It is red.', 'open', 'It is not red.'],
      ['Is it?', 'open', null],
    ]);
  });

  it('adds what was accepted or corrected, and nothing else', () => {
    const rows = rowsOf('It is red.\nIt is old.\nIs it?\nIt is new.\nIt is big.', {
      'It is red.': { state: 'accepted' },
      'It is old.': { state: 'corrected', text: 'It is never old.' },
      'Is it?': { state: 'accepted' },
      'It is new.': { state: 'left out' },
    });
    expect(rows.map(({ state }) => state)).toEqual(['accepted', 'corrected', 'open', 'left out', 'open']);
    expect(pairsOfReview(rows, { label: 'negation', cluster: false })).toEqual([
      { original: 'It is red.', counterfactual: 'It is not red.', label: 'negation', cluster: null },
      { original: 'It is old.', counterfactual: 'It is never old.', label: 'negation', cluster: null },
    ]);
    expect(pairsOfReview(rows, { label: null, cluster: true })[0]?.cluster).toBe('It is red.');
  });

  it('has a neutral of what is the counterfactual now, where there is one', () => {
    const rows = rowsOf('It is red.\nIt is old.\nIs it?', {
      'It is red.': { state: 'accepted' },
      'It is old.': { state: 'corrected', text: 'It is never old.' },
    }).map((row) => withNeutral(row, ['also'], negations));
    expect(rows.map(({ neutral }) => neutral)).toEqual([
      { text: 'It is also red.' },
      { text: null, why: 'it has no “not”' },
      undefined,
    ]);
    const pairs = pairsOfReview(rows, { label: null, cluster: false });
    expect(pairs.map(({ neutral }) => neutral)).toEqual(['It is also red.', undefined]);
    expect(rowsOf('It is red.').map((row) => withNeutral(row, [], { ...negations, words: [] }))).toEqual(
      rowsOf('It is red.'),
    );
  });

  it('adds a pair without the neutral that a person left out, which is still proposed', () => {
    const [row] = rowsOf('It is red.', { 'It is red.': { state: 'accepted' } });
    const dropped = new Set(['negate\nIt is red.']);
    const without = withNeutral(row as ReviewedRow, ['also'], negations, dropped);
    expect(without).toMatchObject({ neutral: { text: 'It is also red.' }, isWithoutNeutral: true });
    expect(pairsOfReview([without], { label: null, cluster: false })[0]).not.toHaveProperty('neutral');
    // Of another sentence it says nothing.
    expect(
      withNeutral({ ...without, key: 'negate\nIt is old.' }, ['also'], negations, dropped).neutral,
    ).toBeDefined();
    expect(
      withNeutral({ ...(row as ReviewedRow), key: 'other' }, ['also'], negations, dropped),
    ).not.toHaveProperty('isWithoutNeutral');
  });

  it('keeps the neutral of what was decided where a sentence is put before it', () => {
    const proposalsOf = (text: string) =>
      sentencesOf(text).sentences.map((sentence) => ({ sentence, result: rule(sentence) }));
    const key = 'negate\nIt is red.';
    const of = (text: string, decisions: ReadonlyMap<string, Decision>, words = ['also', 'now']) =>
      neutralWords('negate', proposalsOf(text), decisions, { words, dealt: words.map((word) => [word]) }).get(
        key,
      );
    const none = new Map<string, Decision>();
    const before = neutralWords('negate', proposalsOf('It is red.'), none, {
      words: ['also', 'now'],
      dealt: [['also']],
    });
    const accepted = decided(none, [key], { state: 'accepted' }, before);
    const more = 'It is old.\nIt is red.';
    expect(of(more, none)).toEqual(['now']);
    expect(of(more, accepted)).toEqual(['also']);
    // A word that is taken out of the list is in no neutral.
    expect(of(more, accepted, ['still', 'then'])).toEqual(['then']);
    expect(of(more, accepted, [])).toEqual([]);
    expect(of(more, decided(accepted, [key], null, before))).toEqual(['now']);
  });

  it('keeps both participants of a swap that was accepted when the list is edited', () => {
    const sentence = 'The dog chased a cat.';
    const key = `swap\n${sentence}`;
    const swap = ruleOf({ rule: 'swap', cues: [], replacements: [] });
    const proposals = [{ sentence, result: swap(sentence) }];
    const of = (list: readonly string[], decisions: ReadonlyMap<string, Decision>) =>
      neutralWords('swap', proposals, decisions, { words: list, dealt: dealtTo('swap', proposals, list) });
    const before = of(['king', 'nurse', 'judge'], new Map());
    const accepted = decided(new Map(), [key], { state: 'accepted' }, before);
    const more = ['farmer', ...(before.get(key) ?? []).toReversed(), 'doctor'];
    expect(before.get(key)).toHaveLength(2);
    expect(of(more, accepted).get(key)).toEqual(before.get(key));
    // One of the two is taken out of the list.
    expect(of(['farmer', before.get(key)?.[0] ?? '', 'doctor'], accepted).get(key)).not.toEqual(
      before.get(key),
    );
  });

  it('goes on to the next that is open, round to the first', () => {
    const rows = (['open', 'accepted', 'open', 'left out'] as const).map((state) => ({ state }));
    expect([0, 1, 2, 3].map((at) => nextOpen(rows, at))).toEqual([2, 2, 0, 0]);
    expect(nextOpen([{ state: 'accepted' }, { state: 'accepted' }], 0)).toBe(1);
  });

  it('says why a text cannot be the counterfactual', () => {
    expect(whyNot('It is red.', ' It is red. ')).toBe('It is the sentence itself.');
    expect(whyNot('It is red.', ' ')).toMatch(/^Write/);
    expect(whyNot('It is red.', 'It is not red.')).toBeNull();
  });
});
