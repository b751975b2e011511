import { z } from 'zod';
import { effectsName } from '../../../core/analyses/effects/name.ts';
import { EFFECT_METHODS } from '../../../core/analyses/effects/methods.ts';
import { AXES } from '../../../core/figures/axes.ts';
import { metricName } from '../../../shared/entities.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order, text, yes } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { CORNER_ORDERS } from './corner-orders.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'effects',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** How heads are tested; without one, the first that the analysis used. */
    method: z.enum(EFFECT_METHODS).optional(),
    /** By which heads change; without one, that of the analysis. */
    metric: metricName.optional(),
    /** How numbers lie along the axes of the figure. */
    axes: z.enum(AXES).default('auto'),
    layer: index.optional(),
    head: index.optional(),
    /** The heads of which nothing is said are listed, too. */
    middle: z.boolean().default(false),
    /** Within each corner; without one, what matters most first. */
    sort: z.object({ by: z.enum(CORNER_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/effects/:analysisId', 'projects/:projectId/analyses/effects'],
  query: {
    ...ANALYSIS_QUERY,
    method: text('method'),
    metric: text('metric'),
    axes: text('axes'),
    layer: number('layer'),
    head: number('head'),
    middle: yes('middle'),
    sort: order('sort'),
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/effects/12?method=patch&layer=5&head=9`: which heads of a run change, and which matter. */
export const effectsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./EffectsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(effectsName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
