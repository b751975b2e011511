import { z } from 'zod';
import { wordText } from '../../../core/bounds.ts';
import { patternsName } from '../../../core/analyses/patterns/name.ts';
import { MATRIX_ORDERS } from '../../../core/analyses/patterns/choices.ts';
import { COST_ORDERS } from './cost-orders.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'patterns',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    order: z.enum(MATRIX_ORDERS).default('called'),
    detector: wordText.optional(),
    layer: index.optional(),
    head: index.optional(),
    ...ITEM_FIELDS,
    /** Of what taking heads away costs; without one, as they were taken away. */
    costs: z.object({ by: z.enum(COST_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** Another patterns analysis to stand beside this one. */
    beside: z.int().positive().optional(),
  }),
  paths: ['projects/:projectId/analyses/patterns/:analysisId', 'projects/:projectId/analyses/patterns'],
  query: {
    ...ANALYSIS_QUERY,
    order: text('order'),
    detector: text('detector'),
    layer: number('layer'),
    head: number('head'),
    ...ITEM_QUERY,
    costs: order('costs'),
    beside: number('beside'),
  },
});

/** `#/projects/1/analyses/patterns/12?detector=space&layer=2&head=3`: what heads look at, held against unseen text. */
export const patternsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./PatternsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(patternsName.title, route, orpc),
  rail: 'analyses',
};
