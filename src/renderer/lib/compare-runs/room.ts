import { z } from 'zod';
import { comparisonChange } from '../../../core/analyses/statistics/comparison-choice.ts';
import { RUNS_BEYOND } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { id, metricName } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { names, number, order, text, yes } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { TOGETHER_ORDERS } from './together-orders.ts';
import { RUNS_ORDERS } from '../../../core/analyses/compared-runs/choices.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'compare-runs',
  schema: z.object({
    projectId: id,
    /** Without them: to be chosen. */
    firstId: id.optional(),
    secondId: id.optional(),
    metric: metricName.default('attention_js_divergence'),
    /** Each run less its control, where both have one, or the values as they are. */
    beyond: z.enum(RUNS_BEYOND).default('auto'),
    clusters: comparisonChange.shape.clusters,
    /** What two samples are adjusted for; `adjustment`: how. */
    covariates: comparisonChange.shape.covariates,
    adjustment: comparisonChange.shape.adjustment,
    /** The smallest effect of interest, in the unit of the metric. */
    margin: comparisonChange.shape.margin,
    sort: z
      .object({ by: z.enum(RUNS_ORDERS), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'rank', direction: 'desc' }),
    /** Of the runs that go together, before two are chosen; without one, the latest first. */
    together: z.object({ by: z.enum(TOGETHER_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    middle: z.boolean().default(false),
    layer: index.optional(),
    head: index.optional(),
  }),
  paths: ['projects/:projectId/runs/compare'],
  query: {
    firstId: number('run'),
    secondId: number('with'),
    metric: text('metric'),
    beyond: text('beyond'),
    clusters: text('clusters'),
    covariates: names('covariates'),
    adjustment: text('adjustment'),
    margin: number('margin'),
    sort: order('sort'),
    together: order('together'),
    middle: yes('middle'),
    layer: number('layer'),
    head: number('head'),
  },
});

/** `#/projects/1/runs/compare?run=3&with=4`: what one run has beyond another. */
export const compareRunsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./CompareRunsView.svelte'),
  crumbs: ({ projectId, firstId, secondId }) => [
    { text: 'Runs', to: { room: 'runs', projectId } },
    {
      text:
        firstId === undefined || secondId === undefined
          ? 'Compare runs'
          : `Run ${firstId} and run ${secondId}`,
    },
  ],
  rail: 'runs',
  commands: ({ projectId }) =>
    projectId === undefined
      ? []
      : [{ heading: 'Do', lines: [{ text: 'Compare two runs', to: { room: 'compare-runs', projectId } }] }],
};
