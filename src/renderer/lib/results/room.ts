import ChartColumn from '@lucide/svelte/icons/chart-column';
import { z } from 'zod';
import { id, resultFilter, resultSort } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { names, order } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { runTarget } from '../runs/run-target.ts';
import { resultColumn } from './columns.ts';
import { filterInQuery } from './filter-query.ts';

const address = defineAddress({
  room: 'results',
  schema: z.object({
    projectId: id,
    /** Without one: the latest that has results. */
    runId: id.optional(),
    filter: resultFilter.prefault({}),
    sort: resultSort.default({ by: 'pair', direction: 'asc' }),
    /** Columns of the table that are not shown. */
    hidden: z.array(resultColumn).default([]),
    /** Metrics that the table shows beside those that it has at first. */
    extra: z.array(resultColumn).default([]),
  }),
  paths: ['projects/:projectId/results/:runId', 'projects/:projectId/results'],
  query: { filter: filterInQuery, sort: order('sort'), hidden: names('hide'), extra: names('show') },
});

/** `#/projects/1/results/4?where=attention_js_divergence>=0.2&layers=2,3&sort=value_cosine:asc` */
export const resultsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ResultsRoom.svelte'),
  crumbs: ({ projectId, runId }, orpc) => [
    ...(runId === undefined ? [] : [runCrumb(orpc, runId, projectId)]),
    { text: 'Results' },
  ],
  rail: { word: 'Results', icon: ChartColumn, target: (here) => runTarget('results', here) },
};
