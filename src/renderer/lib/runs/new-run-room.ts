import { z } from 'zod';
import { isolated } from '../../../core/isolated.ts';
import { id, runOptions } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numbers, text, texts } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { optionsPart } from './options-query.ts';

const address = defineAddress({
  room: 'new-run',
  /** `like`: a run whose sets, model and options the form starts with; `sets`, `models`, `options`: those that were chosen in it. */
  schema: z.object({
    projectId: id,
    setId: id.optional(),
    model: z.string().optional(),
    like: id.optional(),
    sets: z.array(id).optional(),
    models: z.array(z.string()).optional(),
    /** Those of the form; absent: of `like`, or the usual ones. */
    options: runOptions.optional(),
  }),
  paths: ['projects/:projectId/runs/new'],
  query: {
    setId: number('set'),
    model: text('model'),
    like: number('like'),
    sets: numbers('sets'),
    models: texts('through'),
    options: optionsPart,
  },
});

/** `#/projects/1/runs/new?set=3`: what is to be run, through which model and how. */
export const newRunRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./NewRunView.svelte'),
  crumbs: ({ projectId, setId, sets }, orpc) => [
    { text: 'Runs', to: { room: 'runs', projectId } },
    // Of which set, until others are chosen in the form.
    setId === undefined || sets !== undefined
      ? { text: 'New run' }
      : asked(orpc.sets.get.queryOptions({ input: { id: setId } }), (set) =>
          set === undefined ? { text: 'New run' } : { text: 'New run', note: isolated(set.name) },
        ),
  ],
  rail: 'runs',
  commands: ({ projectId }) =>
    projectId === undefined
      ? []
      : [{ heading: 'Do', lines: [{ text: 'New run', to: { room: 'new-run', projectId } }] }],
};
