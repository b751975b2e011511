import { z } from 'zod';
import { ablationName } from '../../../core/analyses/ablation/name.ts';
import { ABLATION_METHODS } from '../../../core/analyses/ablation/methods.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'ablation',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** What is put in the place of a head. */
    method: z.enum(ABLATION_METHODS).default('resample'),
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/ablation/:analysisId', 'projects/:projectId/analyses/ablation'],
  query: {
    ...ANALYSIS_QUERY,
    method: text('method'),
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/ablation/12?layer=1&head=3`: what a model loses when one head is taken away. */
export const ablationRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./AblationView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(ablationName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
