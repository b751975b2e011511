import { z } from 'zod';
import { pathPatchingName } from '../../../core/analyses/path-patching/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { OTHER_ORDERS } from './other-orders.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'path-patching',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** Which receiver, in the order of the result; without one, that of the strongest path. */
    map: index.optional(),
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    /** Of the senders that are no heads; without one, what sends most first. */
    others: z.object({ by: z.enum(OTHER_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    ...ITEM_FIELDS,
  }),
  paths: [
    'projects/:projectId/analyses/path-patching/:analysisId',
    'projects/:projectId/analyses/path-patching',
  ],
  query: {
    ...ANALYSIS_QUERY,
    map: number('map'),
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    others: order('others'),
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/path-patching/12?map=2`: what feeds a head, or the output. */
export const pathPatchingRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./PathPatchingView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(pathPatchingName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
