import Play from '@lucide/svelte/icons/play';
import { z } from 'zod';
import { isolated, quoted } from '../../../core/isolated.ts';
import { RANKING_ORDERS } from '../../../core/analyses/statistics/choices.ts';
import { AXES } from '../../../core/figures/axes.ts';
import { id } from '../../../shared/entities.ts';
import { STATE_WORDS } from '../../../shared/state-words.ts';
import { defineAddress } from '../navigation/address.ts';
import { order, text, yes } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { markSections } from '../marks/mark-words.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { ERROR_ORDERS } from '../runs/error-order.ts';
import { NOTE_ORDERS } from '../runs/note-orders.ts';
import { RUN_ORDERS } from '../runs/run-order.ts';
import { madeOf } from '../runs/run-sets.ts';

const address = defineAddress({
  room: 'runs',
  schema: z.object({
    projectId: id,
    runId: id.optional(),
    /** Of the list, as are the rest. */
    sort: z
      .object({ by: z.enum(RUN_ORDERS), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'run', direction: 'desc' }),
    pinned: z.boolean().default(false),
    /** Of the heads of a run's page, and whether those in the middle are listed, too. */
    heads: z
      .object({ by: z.enum(RANKING_ORDERS), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'response', direction: 'desc' }),
    middle: z.boolean().default(false),
    /** How the numbers of heads lie along colours and axis. */
    axes: z.enum(AXES).default('linear'),
    /** Of the pairs of a run that failed; without one, as they come. */
    failed: z.object({ by: z.enum(ERROR_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** Of the pairs of a run that something is noted of; without one, by what is noted. */
    noted: z.object({ by: z.enum(NOTE_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** Of the list: the file of a bundle is asked for. */
    add: z.enum(['bundle']).optional(),
  }),
  paths: ['projects/:projectId/runs/:runId', 'projects/:projectId/runs'],
  query: {
    sort: order('sort'),
    pinned: yes('pinned'),
    heads: order('heads'),
    middle: yes('middle'),
    axes: text('axes'),
    failed: order('failed'),
    noted: order('noted'),
    add: text('add'),
  },
});

/** `#/projects/1/runs`: the runs of a project; `#/projects/1/runs/4`: one of them. */
export const runsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./RunsRoom.svelte'),
  crumbs: ({ projectId, runId }, orpc) =>
    runId === undefined
      ? [{ text: 'Runs' }]
      : [{ text: 'Runs', to: { room: 'runs', projectId } }, runCrumb(orpc, runId)],
  rail: {
    word: 'Runs',
    icon: Play,
    target: ({ projectId }) => (projectId === undefined ? null : { room: 'runs', projectId }),
  },
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? [
          {
            heading: 'Runs',
            lines: asked(orpc.projects.contents.queryOptions(), (all) =>
              (all?.runs ?? []).map(({ id: runId, project, model, set }) => ({
                text: `Run ${runId}`,
                note: `${isolated(model.name)} · ${quoted(set)} · Project ${quoted(project.name)}`,
                to: { room: 'runs', projectId: project.id, runId },
              })),
            ),
          },
        ]
      : [
          ...markSections('run', projectId, orpc),
          {
            heading: 'Do',
            lines: [{ text: 'Import bundle', to: { room: 'runs', projectId, add: 'bundle' } }],
          },
          {
            heading: 'Runs',
            lines: asked(orpc.runs.list.queryOptions({ input: { projectId } }), (runs = []) =>
              runs.map((run) => ({
                text: `Run ${run.id}`,
                note: `${madeOf(run)} · ${STATE_WORDS[run.state]}`,
                to: { room: 'runs', projectId: run.projectId, runId: run.id },
              })),
            ),
          },
        ],
};
