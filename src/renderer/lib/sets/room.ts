import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import { z } from 'zod';
import { quoted } from '../../../core/isolated.ts';
import { id } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';
import { defineAddress } from '../navigation/address.ts';
import { numbers, text, texts } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { CHANGE_KINDS } from './change-kinds.ts';
import { CHOICE_PATTERN, LONGEST_CHOICE } from './chosen-text.ts';
import { VIEW_FIELDS, VIEW_QUERY } from './view-address.ts';

const address = defineAddress({
  room: 'pairs',
  schema: z.object({
    projectId: id,
    setId: id.optional(),
    ...VIEW_FIELDS,
    /** Columns that a person has chosen, beside the two sides. */
    columns: z.array(z.string()).optional(),
    /** Where in the grid a person is: row and column, from 0. */
    at: z.array(z.int().min(0)).length(2).default([0, 0]),
    /** The pairs that are chosen: '3-9,12'. */
    chosen: z.string().max(LONGEST_CHOICE).regex(CHOICE_PATTERN).default(''),
    /** What the tokens of the original stand beside. */
    against: z.enum(['counterfactual', 'neutral']).default('counterfactual'),
    /** The two versions that are compared, where they are, and which of the changes are shown. */
    versions: z.array(id).length(2).optional(),
    changes: z.enum(CHANGE_KINDS).default('all'),
    /** The dialog that adds a set, where it is open; on a set, the one that makes pairs, which is then opened. */
    add: z.enum(['bundled', 'import', 'empty', 'template', 'rule']).optional(),
  }),
  paths: ['projects/:projectId/pairs/:setId', 'projects/:projectId/pairs', 'projects/:projectId'],
  query: {
    ...VIEW_QUERY,
    columns: texts('column'),
    at: numbers('at'),
    chosen: text('chosen'),
    against: text('against'),
    versions: numbers('versions'),
    changes: text('changes'),
    add: text('add'),
  },
});

/** `#/projects/1/pairs`: the sentence sets of a project; `#/projects/1/pairs/3?search=not`: the pairs of one. */
export const pairsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./PairsRoom.svelte'),
  crumbs: ({ projectId, setId }, orpc) =>
    setId === undefined
      ? [{ text: 'Pairs' }]
      : [
          { text: 'Pairs', to: { room: 'pairs', projectId } },
          asked(orpc.sets.get.queryOptions({ input: { id: setId } }), (set) =>
            set === undefined ? null : { text: set.name, note: countOf(set.pairCount, 'pair') },
          ),
        ],
  rail: {
    word: 'Pairs',
    icon: TextAlignStart,
    target: ({ projectId, lastIn }) =>
      projectId === undefined
        ? null
        : { ...(lastIn('pairs', projectId) ?? { room: 'pairs', projectId }), add: undefined },
  },
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? [
          {
            heading: 'Sentence sets',
            lines: asked(orpc.projects.contents.queryOptions(), (all) =>
              (all?.sets ?? []).map(({ id: setId, name, project }) => ({
                text: `Set ${quoted(name)}`,
                note: `Project ${quoted(project.name)}`,
                to: { room: 'pairs', projectId: project.id, setId },
              })),
            ),
          },
        ]
      : [
          {
            heading: 'Do',
            lines: [
              { text: 'Import pairs from a file', to: { room: 'pairs', projectId, add: 'import' } },
              { text: 'Add a bundled set', to: { room: 'pairs', projectId, add: 'bundled' } },
            ],
          },
          {
            heading: 'Sentence sets',
            lines: asked(orpc.sets.list.queryOptions({ input: { projectId } }), (sets = []) =>
              sets.map((set) => ({
                text: `Set ${quoted(set.name)}`,
                note: countOf(set.pairCount, 'pair'),
                to: { room: 'pairs', projectId: set.projectId, setId: set.id },
              })),
            ),
          },
        ],
};
