import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const address = defineAddress({
  room: 'composer',
  schema: z.object({ projectId: id }),
  paths: ['projects/:projectId/figures'],
  query: {},
});

/** `#/projects/1/figures`: several figures laid into one. */
export const composerRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ComposerView.svelte'),
  crumbs: () => [{ text: 'Figures' }],
  rail: {
    word: 'Figures',
    icon: LayoutTemplate,
    target: ({ projectId }) => (projectId === undefined ? null : { room: 'composer', projectId }),
  },
  commands: ({ projectId }) =>
    projectId === undefined
      ? []
      : [{ heading: 'Do', lines: [{ text: 'Compose a figure', to: { room: 'composer', projectId } }] }],
};
