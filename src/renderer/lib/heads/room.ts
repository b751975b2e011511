import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'head',
  schema: z.object({
    projectId: id,
    model: z.string().min(1),
    layer: index,
    head: index,
    /** The quantity by which texts are shown: the key of its column. */
    by: z.string().optional(),
    /** The place of the item that is open as text. */
    item: index.optional(),
  }),
  paths: ['projects/:projectId/heads-of/:model/:layer/:head'],
  query: { by: text('by'), item: number('item') },
});

/** `#/projects/1/heads-of/attn-only-2l/1/2`: all that is known of one head. */
export const headRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./HeadView.svelte'),
  crumbs: ({ projectId, model, layer, head }) => [
    { text: 'Heads', note: model, to: { room: 'heads-catalogue', projectId, model } },
    { text: `L${layer} H${head}`, mono: true },
  ],
  rail: 'heads',
};
