import { z } from 'zod';
import { catalogueName } from '../../../core/analyses/catalogue/name.ts';
import { type CatalogueScoreName, SCORE_NAMES } from '../../../core/analyses/catalogue/scores.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'catalogue',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    layer: index.optional(),
    head: index.optional(),
    score: z.enum(SCORE_NAMES as [CatalogueScoreName, ...CatalogueScoreName[]]).default('name_mover'),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/catalogue/:analysisId', 'projects/:projectId/analyses/catalogue'],
  query: {
    ...ANALYSIS_QUERY,
    layer: number('layer'),
    head: number('head'),
    score: text('score'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/catalogue/12?score=induction&layer=1&head=3`: which heads are called what, by their published scores. */
export const catalogueRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./CatalogueView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(catalogueName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
