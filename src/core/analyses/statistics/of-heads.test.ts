import { expect, it } from 'vitest';
import { combineStatistics, statisticsPart } from './rows.ts';
import { statisticsOfHeads } from './of-heads.ts';
import { exampleRow } from './statistics-row.example.ts';

const part = (rows: Parameters<typeof exampleRow>[2][]) =>
  statisticsPart(
    rows.map((row, head) => exampleRow(0, head, row)),
    1,
    rows.length,
  );

it('of a run that is compared: the difference, and what responds by the metric that stands first', () => {
  const compared = { comparison: 'paired', compared: 40, difference: 0.2, q: 0.01 } as const;
  const rows = (['more', 'less', 'not enough data', 'no test'] as const).map((outcome) => ({
    ...compared,
    outcome,
    difference: outcome === 'less' ? -0.1 : 0.2,
    difference_ci_low: 0.15,
    difference_ci_high: 0.25,
  }));
  const [first, second, ...others] = statisticsOfHeads(
    combineStatistics([
      ['max_attention_diff', part(rows)],
      ['attention_js_divergence', part(rows)],
    ]),
  );
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    name: 'attention_js_divergence',
    title: 'JS divergence above neutral',
    unit: 'bits',
    question: 'responds',
    signed: true,
    layers: 1,
    heads: 4,
    n: 40,
    called: { as: 'responds', outcomes: ['called', 'none', 'undecided', 'untested'] },
  });
  expect([...(first?.values ?? [])]).toEqual([0.2, -0.1, 0.2, 0.2]);
  expect(first?.low?.[0]).toBe(0.15);
  expect(second?.name).toBe('max_attention_diff');
  expect(second?.called).toBeUndefined();
});

it('compared with nothing: the mean, and nothing is called', () => {
  const [only] = statisticsOfHeads(
    combineStatistics([
      [
        'attention_js_divergence',
        part([{ mean: 0.3, ci_low: 0.2, ci_high: 0.4, n: 12, outcome: 'no test' }]),
      ],
    ]),
  );
  expect(only).toMatchObject({ title: 'JS divergence', signed: false, n: 12 });
  expect(only?.called).toBeUndefined();
  expect([...(only?.values ?? [])]).toEqual([0.3]);
});
