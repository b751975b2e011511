import { expect, it } from 'vitest';
import {
  neutralToggled,
  NOTHING_BEGUN,
  readRuleDraft,
  type RuleDraft,
  withoutAdded,
  writeRuleDraft,
} from './rule-draft.ts';

const draft: RuleDraft = {
  ...NOTHING_BEGUN,
  rule: 'replace',
  sentences: 'It is red.\nIs it “so”?',
  replacements: 'red <> blue',
  hasLabel: false,
  decisions: new Map([
    ['replace\nIt is red.', { state: 'accepted', words: ['also'] }],
    ['negate\nIs it “so”?', { state: 'corrected', text: 'never' }],
  ]),
  dropped: new Set(['negate\nIt is red.']),
};

it('is read as it was written, decisions by any sentence', () => {
  expect(readRuleDraft(writeRuleDraft(draft))).toEqual(draft);
});

it('reads what was kept while every neutral had one word', () => {
  const before = {
    ...(JSON.parse(writeRuleDraft(draft)) as object),
    decisions: [['replace\nIt is red.', { state: 'accepted', word: 'also' }]],
  };
  expect(readRuleDraft(JSON.stringify(before)).decisions.get('replace\nIt is red.')).toEqual({
    state: 'accepted',
    words: ['also'],
  });
});

it('is as if nothing had been begun where it cannot be read', () => {
  const without = { ...(JSON.parse(writeRuleDraft(draft)) as object), rule: 'another' };
  for (const text of [null, '', '{', '[]', JSON.stringify(without)])
    expect(readRuleDraft(text)).toEqual(NOTHING_BEGUN);
});

it('leaves a neutral out, and proposes it again', () => {
  const without = { ...draft, ...neutralToggled(draft, 'negate\nIt is old.') };
  expect([...without.dropped]).toEqual(['negate\nIt is red.', 'negate\nIt is old.']);
  expect([...neutralToggled(without, 'negate\nIt is red.').dropped]).toEqual(['negate\nIt is old.']);
});

it('keeps what is open or left out when the others are added', () => {
  const rest = withoutAdded(draft, new Set(['It is red.']));
  expect(rest).toEqual({ ...draft, sentences: 'Is it “so”?' });
  expect(withoutAdded(draft, new Set(['It is red.', 'Is it “so”?']))).toBeNull();
});

it('keeps nothing of what was decided of sentences that are gone', () => {
  const edited = { ...draft, sentences: 'Is it “so”?' };
  expect(readRuleDraft(writeRuleDraft(edited))).toEqual({
    ...edited,
    decisions: new Map([['negate\nIs it “so”?', { state: 'corrected', text: 'never' }]]),
    dropped: new Set(),
  });
});
