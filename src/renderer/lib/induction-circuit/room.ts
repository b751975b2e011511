import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numbers, order, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { EXAMPLE_MODEL, EXAMPLE_TEXT } from './example.ts';
import { SENDER_ORDERS } from './sender-orders.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'induction-circuit',
  schema: z.object({
    projectId: id,
    model: z.string().min(1).default(EXAMPLE_MODEL),
    text: z.string().default(EXAMPLE_TEXT),
    /** Token ids in the place of the text. */
    ids: z.array(index).optional(),
    /** The head that is taken for the induction head; the one that looks most at what followed without it. */
    layer: index.optional(),
    head: index.optional(),
    /** 0, and the token that was clicked in the text of each step of the walk, or -1. */
    locked: ITEM_FIELDS.locked,
    /** Of the heads before it; without one, as they are cut. */
    sort: z.object({ by: z.enum(SENDER_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
  }),
  paths: ['projects/:projectId/circuits/induction'],
  query: {
    model: text('model'),
    text: text('text'),
    ids: numbers('ids'),
    layer: number('layer'),
    head: number('head'),
    locked: ITEM_QUERY.locked,
    sort: order('sort'),
  },
});

/** `#/projects/1/circuits/induction?text=…`: from the previous-token head to the induction head, on a text of one's own. */
export const inductionCircuitRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./InductionCircuitView.svelte'),
  crumbs: ({ projectId, model }) => [
    { text: 'Circuits', to: { room: 'circuits', projectId } },
    { text: 'Induction circuit', note: model },
  ],
  rail: 'circuits',
  commands: ({ projectId }) =>
    projectId === undefined
      ? []
      : [
          {
            heading: 'Do',
            lines: [
              { text: 'Walk through an induction circuit', to: { room: 'induction-circuit', projectId } },
            ],
          },
        ],
};
