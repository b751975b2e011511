import ChartLine from '@lucide/svelte/icons/chart-line';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const address = defineAddress({
  room: 'analyses',
  schema: z.object({ projectId: id }),
  paths: ['projects/:projectId/analyses'],
  query: {},
});

/** `#/projects/1/analyses`: what can be analysed, and what has been. */
export const analysesRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./AnalysesView.svelte'),
  crumbs: () => [{ text: 'Analyses' }],
  rail: {
    word: 'Analyses',
    icon: ChartLine,
    target: ({ projectId }) => (projectId === undefined ? null : { room: 'analyses', projectId }),
  },
};
