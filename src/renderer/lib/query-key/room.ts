import { z } from 'zod';
import { queryKeyName } from '../../../core/analyses/query-key/name.ts';
import { COLOURINGS, MAP_QUANTITIES } from '../../../core/analyses/query-key/choices.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numbers, searched, text } from '../navigation/query-parts.ts';
import { CLOUD_FIELDS, CLOUD_QUERY, MOST_CORNERS } from './cloud-address.ts';
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
    /** Tokens that are looked for in the picture. */
    find: z.string().default(''),
    ...CLOUD_FIELDS,
    /** The corners of what was drawn round some points, x and y in turns, as values of the picture. */
    lasso: z
      .array(z.number())
      .min(6)
      .max(2 * MOST_CORNERS)
      .optional(),
  }),
  paths: ['projects/:projectId/analyses/query-key/:analysisId', 'projects/:projectId/analyses/query-key'],
  query: {
    ...ANALYSIS_QUERY,
    quantity: text('quantity'),
    layer: number('layer'),
    head: number('head'),
    colour: text('colour'),
    layout: text('layout'),
    find: searched('find'),
    ...CLOUD_QUERY,
    lasso: numbers('lasso'),
  },
});

/** `#/projects/1/analyses/query-key/12?layer=1&head=3`: queries and keys in one space. */
export const queryKeyRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./QueryKeyView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(queryKeyName.title, route, orpc),
  rail: 'analyses',
};
