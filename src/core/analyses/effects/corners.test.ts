import { describe, expect, it } from 'vitest';
import {
  changeChoice,
  type Changes,
  changesOf,
  changeTitle,
  encodeChanges,
  type HeadChange,
  storedChanges,
} from './changes.ts';
import { corneredHeads, countCorners, openWords } from './corners.ts';
import { type HeadEffect, verdictOf } from './heads.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';

describe('whether a head matters', () => {
  it.each([
    [0.05, 0.2, 0.01, 'matters'],
    [0.05, 0.2, 0.2, 'undecided'],
    [-0.2, -0.05, 0.01, 'opposes'],
    [-0.02, 0.02, 0.9, 'does not matter'],
    [0.001, 0.02, 0.001, 'does not matter'],
    [-0.02, 0.04, 0.4, 'undecided'],
    [0.02, 0.2, 0.001, 'undecided'],
    [null, null, null, 'untested'],
  ] as const)('[%s, %s] at q %s: %s', (low, high, q, verdict) => {
    expect(verdictOf({ low, high, q }, 0.03)).toBe(verdict);
  });
});

const OVER = { state: 'done', done: 40, total: 40 };

const effect = (head: number, verdict: HeadEffect['verdict']): HeadEffect => ({
  layer: 0,
  head,
  verdict,
  n: 9,
  mean: 0.1,
  low: 0.05,
  high: 0.15,
  p: 0.01,
  q: 0.01,
});
const change = (head: number, verdict: HeadChange['verdict']): HeadChange => ({
  layer: 0,
  head,
  verdict,
  n: 8,
  value: 0.1,
  low: 0.05,
  high: 0.15,
  q: 0.01,
});

describe('corners', () => {
  const effects = [
    effect(0, 'matters'),
    effect(1, 'opposes'),
    effect(2, 'does not matter'),
    effect(3, 'does not matter'),
    effect(4, 'undecided'),
    effect(5, 'matters'),
    effect(6, 'undecided'),
    effect(7, 'opposes'),
    effect(8, 'undecided'),
  ];
  const changes: Changes = {
    metric: 'attention_js_divergence',
    comparison: 'paired',
    heads: [
      change(0, 'more'),
      change(1, 'not'),
      change(2, 'more'),
      change(3, 'less'),
      change(4, 'more'),
      change(5, 'undecided'),
      change(6, 'untested'),
      change(7, 'less'),
      change(8, 'less'),
    ],
  };

  it('has a head where both questions are answered, and says which is open where not', () => {
    const heads = corneredHeads(effects, changes);
    expect(heads.map(({ corner, open }) => [corner, open])).toEqual([
      ['both', null],
      ['matters', null],
      ['changes', null],
      ['neither', null],
      ['undecided', 'effect'],
      ['undecided', 'change'],
      ['undecided', 'both'],
      // Changing less is a change: not "without changing".
      ['less', null],
      ['undecided', 'effect'],
    ]);
    expect(countCorners(heads)).toEqual({
      both: 1,
      less: 1,
      matters: 1,
      changes: 1,
      neither: 1,
      undecided: 4,
    });
    expect(heads.filter(({ open }) => open !== null).map(openWords)).toEqual([
      'changes more, undecided whether it matters',
      'undecided whether it changes more, matters',
      'nothing says whether it changes more, undecided whether it matters',
      'changes less, undecided whether it matters',
    ]);
  });

  it('says of no head that it changes where nothing is known of it', () => {
    expect(countCorners(corneredHeads(effects, null)).undecided).toBe(effects.length);
  });

  it('comes back from a result as it was put in', () => {
    const result = new Map(encodeChanges(changes, { layers: 1, heads: 9 }));
    expect(storedChanges(result)).toEqual(changes);
    expect(storedChanges(new Map())).toBeNull();
    const part = { done: 17, total: 547 };
    const ofPart = new Map(encodeChanges({ ...changes, part }, { layers: 1, heads: 9 }));
    expect(storedChanges(ofPart)).toEqual({ ...changes, part });
  });
});

describe('how much a head changes', () => {
  it('goes up where a similarity goes down', () => {
    const row = exampleRow(0, 0, {
      metric: 'value_cosine',
      comparison: 'paired',
      difference: -0.2,
      difference_ci_low: -0.3,
      difference_ci_high: -0.1,
      outcome: 'more',
    });
    const changes = changesOf([row], OVER);
    expect(changes?.heads[0]).toMatchObject({ value: 0.2, low: 0.1, high: 0.3, verdict: 'more' });
    expect(changes && changeTitle(changes)).toContain('lower than neutral by');
    expect(changesOf([], OVER)).toBeNull();
  });

  it('is held against the smallest change that counts, unless the run has one', () => {
    expect(changeChoice(0.1, { margin: 0 })).toEqual({ margin: 0.1, marginOf: 'control' });
    expect(changeChoice(0.1, { margin: 0.02 })).toEqual({});
    expect(changeChoice(0, { margin: 0 })).toEqual({});
  });
});
