import { z } from 'zod';
import { isolated } from '../../../core/isolated.ts';
import { id } from '../../../shared/entities.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { text } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { markSections } from '../marks/mark-words.ts';
import { headName, typedHead } from '../navigation/typed-place.ts';

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
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/heads-of/:model/:layer/:head'],
  query: { by: text('by'), ...ITEM_QUERY },
});

/** `#/projects/1/heads-of/attn-only-2l/1/2`: all that is known of one head. */
export const headRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./HeadView.svelte'),
  crumbs: ({ projectId, model, layer, head }) => [
    { text: 'Heads of a model', note: model, to: { room: 'heads-catalogue', projectId, model } },
    { text: `L${layer} H${head}`, mono: true },
  ],
  rail: 'heads',
  commands: ({ projectId }, orpc) => markSections('head', projectId, orpc),
  finds: (typed, { projectId }, orpc) => {
    const place = typedHead(typed);
    if (place === null || projectId === undefined) return [];
    return [
      {
        heading: 'Heads',
        isMeant: true,
        lines: asked(orpc.models.list.queryOptions(), (models = []) =>
          models
            .filter(({ layers, heads }) => place.layer < layers && place.head < heads)
            .map(({ name }) => ({
              text: `${headName(place)} of ${isolated(name)}`,
              note: 'All that is known of it',
              to: { room: 'head', projectId, model: name, ...place } as const,
            })),
        ),
      },
    ];
  },
};
