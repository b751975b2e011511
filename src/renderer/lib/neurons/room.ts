import { z } from 'zod';
import { neuronsName } from '../../../core/analyses/neurons/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, searched } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'neurons',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    layer: index.optional(),
    neuron: index.optional(),
    search: z.string().default(''),
  }),
  paths: ['projects/:projectId/analyses/neurons/:analysisId', 'projects/:projectId/analyses/neurons'],
  query: { ...ANALYSIS_QUERY, layer: number('layer'), neuron: number('neuron'), search: searched('search') },
});

/** `#/projects/1/analyses/neurons/12?layer=1&neuron=30`: what excites a neuron, and what it writes. */
export const neuronsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./NeuronsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(neuronsName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
