import { z } from 'zod';
import { patchingName } from '../../../core/analyses/patching/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'patching',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** What was put in, and into which run: 'denoising.z'. Without it the leading one. */
    map: z.string().max(60).optional(),
    /** The cell that is shown: its layer, and its head or what its position is. */
    layer: index.optional(),
    column: index.optional(),
    /** The place of the pair that is shown. */
    item: index.optional(),
    ...RANKING_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/patching/:analysisId', 'projects/:projectId/analyses/patching'],
  query: {
    ...ANALYSIS_QUERY,
    map: text('map'),
    layer: number('layer'),
    column: number('column'),
    item: number('item'),
    ...RANKING_QUERY,
  },
});

/** `#/projects/1/analyses/patching/12?map=denoising.z&layer=3&column=2`: what putting an activation in restores. */
export const patchingRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./PatchingView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(patchingName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
