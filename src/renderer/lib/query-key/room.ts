import { z } from 'zod';
import { queryKeyName } from '../../../core/analyses/query-key/name.ts';
import { COLOURINGS, MAP_QUANTITIES } from '../../../core/analyses/query-key/choices.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'query-key',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    quantity: z.enum(MAP_QUANTITIES).default('fine'),
    layer: index.optional(),
    head: index.optional(),
    colour: z.enum(COLOURINGS).default('side'),
    /** How the head is laid out; without it as the analysis has it. */
    layout: z.enum(['pca', 't-sne', 'umap']).optional(),
  }),
  paths: ['projects/:projectId/analyses/query-key/:analysisId', 'projects/:projectId/analyses/query-key'],
  query: {
    ...ANALYSIS_QUERY,
    quantity: text('quantity'),
    layer: number('layer'),
    head: number('head'),
    colour: text('colour'),
    layout: text('layout'),
  },
});

/** `#/projects/1/analyses/query-key/12?layer=1&head=3`: queries and keys in one space. */
export const queryKeyRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./QueryKeyView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(queryKeyName.title, route, orpc),
  rail: 'analyses',
};
