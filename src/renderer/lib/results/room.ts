import ChartColumn from '@lucide/svelte/icons/chart-column';
import { z } from 'zod';
import { id, metricName, resultFilter, resultSort } from '../../../shared/entities.ts';
import { RESULT_GROUPS } from '../../../shared/results.ts';
import { defineAddress } from '../navigation/address.ts';
import { names, number, numbers, order, orders, text, yes } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { runTarget } from '../runs/run-target.ts';
import { resultColumn } from './columns.ts';
import { filterInQuery } from './filter-query.ts';
import { headOrder } from './head-order.ts';

const address = defineAddress({
  room: 'results',
  schema: z.object({
    projectId: id,
    /** Without one: the latest that has results. */
    runId: id.optional(),
    filter: resultFilter.prefault({}),
    /** A line for each pair, for each head, or for each row. */
    group: z.enum(RESULT_GROUPS).default('pairs'),
    /** Of the strips of pairs, of heads, and what pairs are first sorted by. */
    metric: metricName.default('attention_js_divergence'),
    /** Absent: pairs by how far out the metric is, rows in the set’s order. */
    sort: resultSort.optional(),
    /** Of lines of heads; absent: by how far out they are. */
    order: headOrder.optional(),
    /** The line that is selected, and the pairs that are unfolded, counted from the top. */
    at: z.int().min(0).default(0),
    open: z.array(z.int().min(0)).default([]),
    /** Histograms that the filter is made with stand above the lines. */
    histograms: z.boolean().default(false),
    /** Columns of the table that are not shown. */
    hidden: z.array(resultColumn).default([]),
    /** Metrics that the table shows beside those that it has at first. */
    extra: z.array(resultColumn).default([]),
  }),
  paths: ['projects/:projectId/results/:runId', 'projects/:projectId/results'],
  query: {
    filter: filterInQuery,
    group: text('group'),
    metric: text('metric'),
    sort: orders('sort'),
    order: order('order'),
    at: number('at'),
    open: numbers('open'),
    histograms: yes('histograms'),
    hidden: names('hide'),
    extra: names('show'),
  },
});

/** `#/projects/1/results/4?where=attention_js_divergence>=0.2&layers=2,3&group=rows&sort=value_cosine:asc` */
export const resultsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ResultsRoom.svelte'),
  crumbs: ({ projectId, runId }, orpc) => [
    ...(runId === undefined ? [] : [runCrumb(orpc, runId, projectId)]),
    { text: 'Results' },
  ],
  rail: { word: 'Results', icon: ChartColumn, target: (here) => runTarget('results', here) },
};
