import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import { z } from 'zod';
import { gridStatistic, id, metricName } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numberOrNone, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { runTarget } from '../runs/run-target.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'heads',
  schema: z.object({
    projectId: id,
    /** Without one: the latest that has results. */
    runId: id.optional(),
    /** '' is the whole set. */
    group: z.string().default(''),
    metric: metricName.default('attention_js_divergence'),
    statistic: gridStatistic.default('mean'),
    /** Heads with q at or above this are dimmed; null dims none. */
    qThreshold: z.number().nullable().default(0.05),
    layer: index.optional(),
    head: index.optional(),
    /** Beside the grid: the heads in a table, or the grids of all groups. */
    beside: z.enum(['table', 'groups']).default('table'),
  }),
  paths: ['projects/:projectId/heads/:runId', 'projects/:projectId/heads'],
  query: {
    group: text('group'),
    beside: text('beside'),
    metric: text('metric'),
    statistic: text('statistic'),
    qThreshold: numberOrNone('q'),
    layer: number('layer'),
    head: number('head'),
  },
});

/** `#/projects/1/heads/4?metric=value_cosine&statistic=difference&q=0.01`: every head over a whole set. */
export const headsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./HeadsRoom.svelte'),
  crumbs: ({ projectId, runId }, orpc) => [
    ...(runId === undefined ? [] : [runCrumb(orpc, runId, projectId)]),
    { text: 'Heads' },
  ],
  rail: { word: 'Heads', icon: LayoutGrid, target: (here) => runTarget('heads', here) },
};
