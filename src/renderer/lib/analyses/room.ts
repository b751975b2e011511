import ChartLine from '@lucide/svelte/icons/chart-line';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { order } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { LISTED_KINDS, newOf, targetOf, titleOf } from './kinds.ts';
import { newAnalysisWords } from './option-words.ts';

const address = defineAddress({
  room: 'analyses',
  schema: z.object({
    projectId: id,
    sort: z
      .object({
        by: z.enum(['analysis', 'model', 'state', 'items', 'made']),
        direction: z.enum(['asc', 'desc']),
      })
      .default({ by: 'made', direction: 'desc' }),
  }),
  paths: ['projects/:projectId/analyses'],
  query: { sort: order('sort') },
});

/** `#/projects/1/analyses`: what can be analysed, and what has been. */
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
            lines: LISTED_KINDS.flatMap(({ kind, title }) => {
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
