import { z } from 'zod';
import { attributionName } from '../../../core/analyses/attribution/name.ts';
import { MAP_PARTS } from '../../../core/analyses/head-figures/choices.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'attribution',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /**
     * What the map shows: what heads add, the same of drawn tokens, or the difference. Without one what heads are ranked by:
     * the difference from drawn tokens, where they were drawn.
     */
    part: z.enum(MAP_PARTS).optional(),
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/attribution/:analysisId', 'projects/:projectId/analyses/attribution'],
  query: {
    ...ANALYSIS_QUERY,
    part: text('part'),
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/attribution/12?layer=1&head=3`: what adds up to a logit. */
export const attributionRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./AttributionView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(attributionName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
