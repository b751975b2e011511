import ChartLine from '@lucide/svelte/icons/chart-line';
import Workflow from '@lucide/svelte/icons/workflow';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { order } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { LISTED_NAMES, newOf, targetOf, titleOf } from './kinds.ts';
import { newAnalysisWords } from './option-words.ts';

/** What the addresses of both rooms say: in which order analyses are listed. */
const LISTED = z.object({
  projectId: id,
  sort: z
    .object({
      by: z.enum(['analysis', 'model', 'state', 'items', 'made']),
      direction: z.enum(['asc', 'desc']),
    })
    .default({ by: 'made', direction: 'desc' }),
});

const address = defineAddress({
  room: 'analyses',
  schema: LISTED,
  paths: ['projects/:projectId/analyses'],
  query: { sort: order('sort') },
});

const circuitsAddress = defineAddress({
  room: 'circuits',
  schema: LISTED,
  paths: ['projects/:projectId/circuits'],
  query: { sort: order('sort') },
});

/** `#/projects/1/analyses`: what can be asked of heads, and what has been. */
export const analysesRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./AnalysesView.svelte'),
  crumbs: () => [{ text: 'Analyses' }],
  rail: {
    word: 'Analyses',
    icon: ChartLine,
    target: ({ projectId }) => (projectId === undefined ? null : { room: 'analyses', projectId }),
  },
  commands: ({ projectId }, orpc) =>
    projectId === undefined
      ? []
      : [
          {
            heading: 'Do',
            lines: LISTED_NAMES.flatMap(({ kind, title }) => {
              const to = newOf(kind, projectId);
              return to === null ? [] : [{ text: newAnalysisWords(title), to }];
            }),
          },
          {
            heading: 'Analyses',
            lines: asked(orpc.analyses.list.queryOptions({ input: { projectId } }), (analyses = []) =>
              analyses.flatMap((analysis) => {
                const to = targetOf(analysis);
                return to === null ? [] : [{ text: titleOf(analysis), note: analysis.model?.name ?? '', to }];
              }),
            ),
          },
        ],
};

/** `#/projects/1/circuits`: what can be asked of predictions and weights, and what has been. */
export const circuitsRoom: RoomDefinition<typeof circuitsAddress> = {
  address: circuitsAddress,
  view: () => import('./CircuitsView.svelte'),
  crumbs: () => [{ text: 'Circuits' }],
  rail: {
    word: 'Circuits',
    icon: Workflow,
    target: ({ projectId }) => (projectId === undefined ? null : { room: 'circuits', projectId }),
  },
};
