import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { titleOf } from '../models/groups.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { defineAddress } from '../navigation/address.ts';
import { names, order, searched, text, yes } from '../navigation/query-parts.ts';

const address = defineAddress({
  room: 'heads-catalogue',
  schema: z.object({
    projectId: id,
    model: z.string().min(1),
    /** Another model that stands beside it. */
    against: z.string().optional(),
    /** What heads are looked for: a name that they are called, or their own. */
    search: z.string().default(''),
    /** Only heads that are pinned. */
    pinned: z.boolean().default(false),
    sort: z
      .object({ by: z.string(), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'head', direction: 'asc' }),
    /** Keys of the columns that are shown; without them, those by which heads are called something. */
    columns: z.array(z.string()).optional(),
  }),
  paths: ['projects/:projectId/heads-of/:model'],
  query: {
    against: text('against'),
    search: searched('search'),
    pinned: yes('pinned'),
    sort: order('sort'),
    columns: names('columns'),
  },
});

/** `#/projects/1/heads-of/attn-only-2l?against=char-en`: the heads of a model with all that is known of them. */
export const headsCatalogueRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./CatalogueView.svelte'),
  crumbs: ({ model }) => [{ text: 'Heads of a model', note: model }],
  rail: 'heads',
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? []
      : [
          {
            heading: 'Heads',
            lines: asked(orpc.models.list.queryOptions(), (models = []) =>
              models
                .filter(({ layers }) => layers > 0)
                .map((model) => ({
                  text: `Heads of ${titleOf(model)}`,
                  to: { room: 'heads-catalogue', projectId, model: model.name } as const,
                })),
            ),
          },
        ],
};
