import { describe, expect, test } from 'vitest';
import { exampleRow } from '../../../core/analyses/statistics/statistics-row.example.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import { foldWords, needWords, type RankingLine, rankingLines, type RankingSort } from './ranking.ts';

const METRIC = 'attention_js_divergence';
const BY_RESPONSE: RankingSort = { by: 'response', direction: 'desc' };

const head = (index: number, outcome: AggregateRow['outcome'], difference: number | null): AggregateRow =>
  exampleRow(0, index, { comparison: 'paired', outcome, difference });

/** 'fold 3', '2:0': a fold of three heads, head 0 in the second place. */
const words = (lines: readonly RankingLine[]): string[] =>
  lines.map((line) => (line.kind === 'fold' ? `fold ${line.rows.length}` : `${line.place}:${line.row.head}`));

const rows = [
  head(0, 'not enough data', 0.01),
  head(1, 'more', 0.2),
  head(2, 'does not respond', 0.001),
  head(3, 'less', -0.1),
  head(4, 'more', 0.3),
  head(5, 'no test', null),
];
const lines = (parts: Partial<Parameters<typeof rankingLines>[0]> = {}) =>
  words(
    rankingLines({
      rows,
      metric: METRIC,
      sort: BY_RESPONSE,
      middle: false,
      selected: null,
      room: 40,
      ...parts,
    }),
  );

describe('the ranking', () => {
  test('has those that change more on top, those that change less at the foot, and a fold that counts the others', () => {
    expect(lines()).toEqual(['1:4', '2:1', 'fold 3', '5:3']);
  });

  test('lists the middle where it is open, and the selected head in any case', () => {
    expect(lines({ middle: true })).toEqual(['1:4', '2:1', 'fold 3', '3:0', '4:2', '6:5', '5:3']);
    expect(lines({ selected: { layer: 0, head: 2 } })).toEqual(['1:4', '2:1', 'fold 3', '4:2', '5:3']);
  });

  test('folds nothing where no head stands out', () => {
    const quiet = rows.map((row) => ({ ...row, outcome: 'not enough data' as const }));
    expect(lines({ rows: quiet })).toEqual(['1:4', '2:1', '3:0', '4:2', '5:3', '6:5']);
  });

  test('shows both ends where more heads stand out than there is room for', () => {
    const many = Array.from({ length: 144 }, (_, index) =>
      head(index, index < 100 ? 'more' : 'less', index < 100 ? 1 - index / 100 : -index / 100),
    );
    const shown = lines({ rows: many, room: 22 });
    expect(shown).toHaveLength(21);
    expect(shown[0]).toBe('1:0');
    expect(shown.at(-1)).toBe('144:143');
    expect(shown).toContain('fold 124');
  });

  test.each<[RankingSort, string[]]>([
    [{ by: 'difference', direction: 'asc' }, ['5:3', '4:2', '3:0', '2:1', '1:4', '6:5']],
    [{ by: 'difference', direction: 'desc' }, ['1:4', '2:1', '3:0', '4:2', '5:3', '6:5']],
    [{ by: 'head', direction: 'asc' }, ['3:0', '2:1', '4:2', '5:3', '1:4', '6:5']],
  ])('sorted by %j has no fold, and what is undefined last', (sort, expected) => {
    expect(lines({ sort })).toEqual(expected);
  });

  test('a similarity that falls responds: the largest fall is on top', () => {
    const falls = [head(0, 'more', -0.1), head(1, 'more', -0.4), head(2, 'less', 0.1)].map((row) => ({
      ...row,
      metric: 'value_cosine' as const,
    }));
    expect(lines({ rows: falls, metric: 'value_cosine' })).toEqual(['1:1', '2:0', '3:2']);
  });
});

test('a fold says what is in it', () => {
  expect(foldWords([...rows, head(6, 'more', 0.1)], METRIC)).toBe(
    '3 others change more, 1 other changes less, 1 does not respond, 1 undecided, 1 not tested',
  );
  const alone = [exampleRow(0, 0, { q_zero: 0.4 }), exampleRow(0, 1, { q_zero: 0.01 })];
  expect(foldWords(alone, 'attention_entropy_diff')).toBe(
    '1 other told apart from 0, 1 not told apart from 0',
  );
});

describe('what it would take to decide what is undecided', () => {
  const undecided = exampleRow(0, 0, {
    comparison: 'paired',
    outcome: 'not enough data',
    compared: 400,
    difference_se: 0.01,
    difference_dof: 399,
  });

  test('is said for half of what shows now, or for the smallest effect of interest', () => {
    expect(needWords([undecided], METRIC, 72)).toMatch(
      /^Undecided: it would take about [\d,]+ pairs to tell half of them from their control at a difference of 0\.01\d+ bits, half of what this set can see/,
    );
    expect(needWords([{ ...undecided, margin: 0.005 }], METRIC, 72)).toMatch(
      /at a difference of 0\.005 bits, the smallest effect of interest\.$/,
    );
  });

  test('is not said of what is decided', () => {
    expect(needWords([{ ...undecided, outcome: 'more' }], METRIC, 72)).toBe('');
  });
});
