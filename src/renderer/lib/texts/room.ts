import { z } from 'zod';
import { quoted } from '../../../core/isolated.ts';
import { id } from '../../../shared/entities.ts';
import { TEXT_SORTS } from '../../../shared/text-sorts.ts';
import { countOf } from '../format/format.ts';
import { defineAddress } from '../navigation/address.ts';
import { searched, text, yes } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';

const address = defineAddress({
  room: 'texts',
  schema: z.object({
    projectId: id,
    setId: id.optional(),
    search: z.string().default(''),
    /** By which heading the texts of a set are sorted. */
    sort: z.enum(TEXT_SORTS).default('position'),
    descending: z.boolean().default(false),
    /** The dialog that adds a set, where it is open. */
    add: z.enum(['bundled', 'import', 'paste', 'empty']).optional(),
  }),
  paths: ['projects/:projectId/texts/:setId', 'projects/:projectId/texts'],
  query: {
    search: searched('search'),
    sort: text('sort'),
    descending: yes('descending'),
    add: text('add'),
  },
});

/** `#/projects/1/texts`: the text sets of a project; `#/projects/1/texts/3?search=not`: the texts of one. */
export const textsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./TextsRoom.svelte'),
  crumbs: ({ projectId, setId }, orpc) =>
    setId === undefined
      ? [{ text: 'Texts' }]
      : [
          { text: 'Texts', to: { room: 'texts', projectId } },
          asked(orpc.texts.get.queryOptions({ input: { id: setId } }), (set) =>
            set === undefined ? null : { text: set.name, note: countOf(set.textCount, 'text') },
          ),
        ],
  rail: 'pairs',
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? []
      : [
          {
            heading: 'Do',
            lines: [
              { text: 'Import texts from a file', to: { room: 'texts', projectId, add: 'import' } },
              { text: 'Paste texts', to: { room: 'texts', projectId, add: 'paste' } },
              { text: 'Add a bundled text set', to: { room: 'texts', projectId, add: 'bundled' } },
            ],
          },
          {
            heading: 'Text sets',
            lines: asked(orpc.texts.list.queryOptions({ input: { projectId } }), (sets = []) =>
              sets.map((set) => ({
                text: `Texts ${quoted(set.name)}`,
                note: countOf(set.textCount, 'text'),
                to: { room: 'texts', projectId: set.projectId, setId: set.id },
              })),
            ),
          },
        ],
};
