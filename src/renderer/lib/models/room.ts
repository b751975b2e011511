import Box from '@lucide/svelte/icons/box';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { searched, text } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { titleOf } from './groups.ts';

const address = defineAddress({
  room: 'models',
  schema: z.object({
    projectId: id.optional(),
    search: z.string().default(''),
    /** The dialog that adds a model, where it is open. */
    add: z.enum(['hub', 'folder']).optional(),
  }),
  paths: ['projects/:projectId/models', 'models'],
  query: { search: searched('search'), add: text('add') },
});

/** `#/models`: the models that are here; `#/projects/1/models`: the same, with the project staying open. */
export const modelsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ModelsView.svelte'),
  crumbs: () => [{ text: 'Models' }],
  rail: { word: 'Models', icon: Box, target: ({ projectId }) => ({ room: 'models', projectId }) },
  commands: ({ projectId }, orpc) => [
    {
      heading: 'Models',
      lines: [{ text: 'Add a model', to: { room: 'models', projectId, add: 'hub' } }],
    },
    {
      heading: 'Models',
      lines: asked(orpc.models.list.queryOptions(), (models = []) =>
        models.map((model) => ({
          text: `Model ${titleOf(model)}`,
          note: model.architecture,
          to: { room: 'model', projectId, name: model.name },
        })),
      ),
    },
  ],
};
