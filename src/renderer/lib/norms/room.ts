import { z } from 'zod';
import { normsName } from '../../../core/analyses/norms/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'norms',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/norms/:analysisId', 'projects/:projectId/analyses/norms'],
  query: {
    ...ANALYSIS_QUERY,
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/norms/12?layer=1&head=3`: what tokens bring to each other, beside how much they are looked at. */
export const normsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./NormsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(normsName.title, route, orpc),
  rail: 'analyses',
};
