/**
 * The statistics of a run: each metric at each head over all pairs, compared with a neutral change or a control set where
 * there is one. docs/science.md, section 3. The Heads room asks for them by itself.
 */
import { z } from 'zod';
import { listOf } from '../../bounds.ts';
import { group } from '../../figures/spec-fields.ts';
import { METRIC_NAMES } from '../../metrics/catalogue.ts';
import type { AnalysisDefinition } from '../analysis.ts';
import { comparisonChoice } from './comparison-choice.ts';
import { statisticsName } from './name.ts';
import { statisticsOfHeads } from './of-heads.ts';
import { cellOf, STATISTIC_COLUMNS, statisticsRows } from './rows.ts';

export const statisticsOptions = comparisonChoice.extend({
  group,
  metrics: listOf(z.enum(METRIC_NAMES), METRIC_NAMES.length, 'metrics')
    .default([])
    .describe('only these metrics; all of them without any'),
});
export type StatisticsOptions = z.output<typeof statisticsOptions>;

export const statistics = {
  ...statisticsName,
  version: 3,
  summary:
    'Each metric at each head over the pairs of a run, against its neutral changes or its control set.',
  takes: ['run'],
  suits: () => true,
  unit: 'metrics',
  options: statisticsOptions,
  tables: [
    {
      name: 'statistics',
      columns: ['layer', 'head', 'metric', ...STATISTIC_COLUMNS],
      rows: (result) =>
        statisticsRows(result).map((row) => [
          row.layer,
          row.head,
          row.metric,
          ...STATISTIC_COLUMNS.map((name) => cellOf(row[name])),
        ]),
    },
  ],
  figures: [],
  findings: () => [],
  ofHeads: statisticsOfHeads,
} as const satisfies AnalysisDefinition<StatisticsOptions>;
