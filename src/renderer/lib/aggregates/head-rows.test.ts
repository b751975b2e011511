import { describe, expect, test } from 'vitest';
import type { AggregateRow } from '../../../shared/entities.ts';
import { byResponse, isSignificant } from './head-rows.ts';

function row(parts: Partial<AggregateRow>): AggregateRow {
  return {
    layer: 0,
    head: 0,
    metric: 'attention_js_divergence',
    n: 10,
    undefined: 0,
    mean: null,
    sd: null,
    median: null,
    q25: null,
    q75: null,
    min: null,
    max: null,
    ci_low: null,
    ci_high: null,
    control_mean: null,
    difference: null,
    difference_ci_low: null,
    difference_ci_high: null,
    cliffs_delta: null,
    p: null,
    q: null,
    p_zero: null,
    q_zero: null,
    ...parts,
  };
}

const heads = (rows: readonly AggregateRow[]): number[] => rows.map(({ head }) => head);

describe('heads by response', () => {
  test('a distance: the largest difference from control first, none last', () => {
    const rows = [
      row({ head: 0, mean: 0.9, difference: 0.1 }),
      row({ head: 1 }),
      row({ head: 2, mean: 0.4, difference: 0.3 }),
    ];
    expect(heads(byResponse(rows, 'attention_js_divergence'))).toEqual([2, 0, 1]);
  });

  test('a similarity: the lowest mean first', () => {
    const rows = [0.9, 0.2, 0.5].map((mean, head) => row({ metric: 'value_cosine', head, mean }));
    expect(heads(byResponse(rows, 'value_cosine'))).toEqual([1, 2, 0]);
  });

  test('a signed metric: the largest size first', () => {
    const rows = [0.1, -0.4, 0.3].map((mean, head) => row({ metric: 'attention_entropy_diff', head, mean }));
    expect(heads(byResponse(rows, 'attention_entropy_diff'))).toEqual([1, 2, 0]);
  });
});

test.each([
  [{ q: 0.01 }, true],
  [{ q: 0.05 }, false],
  [{ q: null, q_zero: 0.01 }, true],
  [{}, null],
])('%j is significant at 0.05: %s', (parts, expected) => {
  expect(isSignificant(row(parts), 0.05)).toBe(expected);
});
