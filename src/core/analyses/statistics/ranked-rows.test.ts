import { describe, expect, test } from 'vitest';
import { countOutcomes } from './findings.ts';
import { legendOf, looksOf } from './head-looks.ts';
import { lookWords } from './head-scatter-figure.ts';
import { GRID_STATISTICS } from './grid-statistics.ts';
import { exampleRow } from './statistics-row.example.ts';
import type { StatisticsRow } from './rows.ts';
import { foldWords, needWords } from './fold-words.ts';
import { type RankedRow, rankedRows, rankingOfRows, type RankingSort } from './ranked-rows.ts';
import { rankingColumns } from './ranking-columns.ts';

const METRIC = 'attention_js_divergence';
const BY_RESPONSE: RankingSort = { by: 'response', direction: 'desc' };

const head = (index: number, outcome: StatisticsRow['outcome'], difference: number | null): StatisticsRow =>
  exampleRow(0, index, { comparison: 'paired', outcome, difference });

/** '2:0': head 0 in the second place, called at an end of the ranking or not. */
const words = (heads: readonly RankedRow[]): string[] =>
  heads.map(({ place, head, end }) => `${place}:${head}${end === null ? '' : ` ${end}`}`);

const rows = [
  head(0, 'not enough data', 0.01),
  head(1, 'more', 0.2),
  head(2, 'does not respond', 0.001),
  head(3, 'less', -0.1),
  head(4, 'more', 0.3),
  head(5, 'no test', null),
];
const ranking = (sort = BY_RESPONSE, ofRows = rows) => words(rankedRows(ofRows, METRIC, sort));

describe('the ranking', () => {
  test('has those that change more first, those that change less last', () => {
    expect(ranking()).toEqual(['1:4 first', '2:1 first', '3:0', '4:2', '5:3 last', '6:5']);
  });

  test.each<[RankingSort, string[]]>([
    [{ by: 'difference', direction: 'asc' }, ['5:3 last', '4:2', '3:0', '2:1 first', '1:4 first', '6:5']],
    [{ by: 'difference', direction: 'desc' }, ['1:4 first', '2:1 first', '3:0', '4:2', '5:3 last', '6:5']],
    [{ by: 'head', direction: 'asc' }, ['3:0', '2:1 first', '4:2', '5:3 last', '1:4 first', '6:5']],
  ])('sorted by %j has what is undefined last', (sort, expected) => {
    expect(ranking(sort)).toEqual(expected);
  });

  test('a similarity that falls responds: the largest fall is on top', () => {
    const falls = [head(0, 'more', -0.1), head(1, 'more', -0.4), head(2, 'less', 0.1)].map((row) => ({
      ...row,
      metric: 'value_cosine' as const,
    }));
    expect(words(rankedRows(falls, 'value_cosine', BY_RESPONSE))).toEqual([
      '1:1 first',
      '2:0 first',
      '3:2 last',
    ]);
  });

  test('has a cell for each column, compared or not, whatever statistic is shown', () => {
    for (const some of [rows, [exampleRow(0, 0, { q_zero: 0.4 })], [exampleRow(0, 0, {})]])
      for (const statistic of GRID_STATISTICS) {
        const columns = rankingColumns(some, METRIC, statistic).length;
        for (const { cells } of rankedRows(some, METRIC, BY_RESPONSE, statistic))
          expect(cells).toHaveLength(columns);
      }
  });

  test('goes by the statistic that is shown, with a column for it, without a fold; who shares a rank says so', () => {
    const means = [0.2, 0.4, 0.4, null].map((mean, index) =>
      exampleRow(0, index, { comparison: 'paired', outcome: 'more', difference: -index, mean }),
    );
    const ranked = rankedRows(means, METRIC, BY_RESPONSE, 'mean');
    expect(ranked.map(({ head: index, rank }) => `${rank?.words}:${index}`)).toEqual([
      '=1:1',
      '=1:2',
      '3:0',
      '–:3',
    ]);
    expect(ranked.every(({ end }) => end === null)).toBe(true);
    expect(ranked[0]?.cells[0]?.text).toBe('0.400');
    expect(rankingColumns(means, METRIC, 'mean')[0]).toMatchObject({ key: 'statistic', words: 'Mean, bits' });
    // What has a column anyway gets no second one, and stays where there is little room.
    expect(rankingColumns(means, METRIC, 'cliffs_delta').map(({ key, leave }) => [key, leave])).toEqual([
      ['difference', undefined],
      ['set', 2],
      ['control', 2],
      ['delta', undefined],
      ['top', 1],
    ]);
  });
});

test('a fold says what is in it', () => {
  expect(foldWords([...rows, head(6, 'more', 0.1)], METRIC)).toBe(
    '3 others change more, 1 other changes less, 1 does not respond, 1 undecided, 1 not tested',
  );
  const alone = [exampleRow(0, 0, { q_zero: 0.4 }), exampleRow(0, 1, { q_zero: 0.01, mean: 0.2 })];
  expect(foldWords(alone, 'attention_entropy_diff')).toBe(
    '1 other told apart from 0, 1 not told apart from 0',
  );
});

describe('numbers', () => {
  test('one that says there is a change shows a change, however large the others are', () => {
    const small = { ...head(1, 'more', 0.00003), difference_ci_low: 0.00001, difference_ci_high: 0.00005 };
    const [, called, open] = rankedRows(
      [head(0, 'more', 0.0712), small, head(2, 'not enough data', 0.00002)],
      METRIC,
      BY_RESPONSE,
    );
    expect(called?.cells[0]?.text).toBe('0.00003 [0.00001, 0.00005]');
    expect(open?.cells[0]?.text).toBe('0.0000');
  });

  test('by the mean the line is of the mean, as the number is, and the difference keeps a column', () => {
    const row = exampleRow(0, 0, {
      comparison: 'paired',
      mean: 0.28,
      ci_low: 0.26,
      ci_high: 0.3,
      control_mean: 0.07,
      difference: 0.2,
      difference_ci_low: 0.19,
      difference_ci_high: 0.22,
    });
    const [byMean] = rankedRows([row], METRIC, BY_RESPONSE, 'mean');
    expect(byMean?.cells[0]?.text).toBe('0.280 [0.260, 0.300]');
    expect(byMean?.marks).toMatchObject({ set: 0.28, control: 0.07, interval: [0.26, 0.3] });
    expect(rankingOfRows([row], METRIC, BY_RESPONSE, 'mean').subtitle).toBe(
      'grey: neutral; dot and line: mean of the set, 95 % interval',
    );
    const [usual] = rankedRows([row], METRIC, BY_RESPONSE);
    expect(usual?.marks).toMatchObject({ set: 0.2, control: null, interval: [0.19, 0.22] });
    expect(usual?.cells.slice(0, 3).map(({ text }) => text)).toEqual([
      '0.200 [0.190, 0.220]',
      '0.270',
      '0.070',
    ]);
    expect(rankingOfRows([row], METRIC, BY_RESPONSE, 'difference')).toMatchObject({
      subtitle: 'dot and line: difference from the neutral and its 95 % interval',
      axisTitle: 'Difference, bits',
      hasZero: true,
    });
  });
});

describe('heads that have the same with both', () => {
  const same = (index: number): StatisticsRow => ({
    ...head(index, 'not enough data', 0),
    metric: 'sink_mass_original',
    difference_se: 0,
    difference_units: 9,
  });

  test('are not undecided in list, fold, legend or dots', () => {
    const [first] = rankedRows([same(0)], 'sink_mass_original', BY_RESPONSE);
    expect(first).toMatchObject({ look: 'faint', outcome: 'is the same by construction' });
    expect(foldWords([same(0), same(1)], 'sink_mass_original')).toBe('2 the same by construction');
    expect(needWords([same(0)], 'sink_mass_original', 72)).toBe('');
    expect(legendOf([same(0), same(1)], 'difference', 'sink_mass_original')).toEqual([
      { look: 'grey', words: '2 the same by construction' },
    ]);
    expect(looksOf([same(0)], 'difference')(same(0))).toBe('grey');
    expect(lookWords({ rows: [same(0)], metric: 'sink_mass_original', statistic: 'difference' })).toBe(
      'Grey: the same by construction.',
    );
  });

  test('beside others they are counted by themselves', () => {
    const { same: count, undecided } = countOutcomes([same(0), head(1, 'not enough data', 0.1)]);
    expect([count, undecided]).toEqual([1, 1]);
  });
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
      /^More pairs may decide the undecided heads: if they really differ from their neutral by 0\.014 bits \(half of what these pairs could show\), about [\d,]+ pairs would show it in half of them\.$/,
    );
    expect(needWords([{ ...undecided, margin: 0.005 }], METRIC, 72)).toMatch(
      /really differ from their neutral by 0\.005 bits \(the smallest effect of interest\), about [\d,]+ pairs would show it in half of them\.$/,
    );
  });

  test('is not said of what is decided', () => {
    expect(needWords([{ ...undecided, outcome: 'more' }], METRIC, 72)).toBe('');
  });
});

test('what the measurement does not resolve is in short what it is smaller than, and takes no further pairs', () => {
  const known = {
    difference: 2e-9,
    difference_ci_low: 0,
    difference_ci_high: 4e-9,
    resolution: 4.4e-6,
    q: 0.018,
  };
  const below = { ...head(3, 'below what the measurement resolves', 2e-9), ...known };
  const ranked = rankedRows([head(0, 'more', 0.1), below], METRIC, BY_RESPONSE);
  expect(ranked.map(({ cells }) => cells[0]?.text)).toEqual([expect.stringMatching(/^0\.1/), '< 0.0000044']);
  expect(ranked[1]).toMatchObject({
    end: null,
    look: 'faint',
    outcome: 'is below what the measurement resolves',
  });
  // The file has the numbers themselves.
  expect(ranked[1]?.numbers).toMatchObject({ difference: 2e-9, q: 0.018 });
  expect(foldWords([below], METRIC)).toBe('1 below what the measurement resolves');
  expect(needWords([below], METRIC, 270)).toBe('');
});

test('an interval without 0 is seen to be without it', () => {
  const near = { ...head(1, 'less', -0.00012), difference_ci_low: -0.00021, difference_ci_high: -0.00003 };
  const [, row] = rankedRows([head(0, 'more', 0.1), near], METRIC, BY_RESPONSE);
  expect(row?.cells[0]?.text).toBe('−0.00012 [−0.00021, −0.00003]');
});
