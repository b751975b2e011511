import { z } from 'zod';
import { quoted } from '../../../core/isolated.ts';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { VIEW_FIELDS, VIEW_QUERY } from '../sets/view-address.ts';

const address = defineAddress({
  room: 'alignment',
  schema: z.object({
    projectId: id,
    setId: id,
    /** Absent: the first of the pairs that are shown. */
    pairId: id.optional(),
    ...VIEW_FIELDS,
  }),
  paths: ['projects/:projectId/pairs/:setId/alignment'],
  query: { pairId: number('pair'), ...VIEW_QUERY },
});

/** `#/projects/1/pairs/3/alignment?pair=17&model=char-en`: how the tokens of a pair correspond under a model, to be corrected. */
export const alignmentRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./AlignRoom.svelte'),
  crumbs: ({ pairId, ...of }, orpc) => [
    { text: 'Pairs', to: { room: 'pairs', projectId: of.projectId } },
    asked(orpc.sets.get.queryOptions({ input: { id: of.setId } }), (set) =>
      set === undefined ? null : { text: set.name, to: { ...of, room: 'pairs' } },
    ),
    ...(pairId === undefined || of.model === ''
      ? [{ text: 'Alignment' }]
      : [
          asked(
            orpc.pairs.tokens.queryOptions({
              input: { pairId, model: of.model, compared: 'counterfactual' },
            }),
            (tokens) => ({
              text: tokens === undefined ? 'Alignment' : `Alignment of pair ${tokens.pair.position + 1}`,
            }),
          ),
        ]),
  ],
  rail: 'pairs',
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? []
      : [
          {
            heading: 'Do',
            lines: asked(orpc.sets.list.queryOptions({ input: { projectId } }), (sets = []) =>
              sets
                .filter(({ pairCount }) => pairCount > 0)
                .map((set) => ({
                  text: `Align the tokens of ${quoted(set.name)}`,
                  to: { room: 'alignment', projectId: set.projectId, setId: set.id },
                })),
            ),
          },
        ],
};
