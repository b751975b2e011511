/** A set as several, and several as one: new sets, the old ones stay. */
import { isolated } from '../../../core/isolated.ts';
import type { SentenceSet } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { showDone, undoStack } from '../engine/undo.ts';
import { countOf, formatCount } from '../format/format.ts';

/** Places of a set, from the first to the last there may be. */
export const ALL_PLACES = { from: 0, to: 99_999 };

/** A set for each label that is told, "negation: never"; pairs without one are a set too. @throws ORPCError */
export async function splitByLabel({ id: setId, name, projectId, labels }: SentenceSet): Promise<void> {
  const made: number[] = [];
  const split = async (): Promise<void> => {
    try {
      for (const { label } of labels) {
        const ids = await client.sets.pairIds({ setId, labels: [label], ...ALL_PLACES });
        const part = `${name}: ${label ?? 'no label'}`.slice(0, 255);
        const { set } = await client.sets.copyPairs({ projectId, name: part, ids });
        made.push(set.id);
      }
    } finally {
      if (made.length > 0)
        showDone(`${countOf(made.length, 'set')} made of “${isolated(name)}”`, {
          what: `splitting of “${isolated(name)}”`,
          undo: () => each(made, (id) => client.sets.remove({ id })),
          redo: () => each(made, (id) => client.sets.restore({ id })),
        });
    }
  };
  try {
    await undoStack.during(split);
  } finally {
    await queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
  }
}

/** "42 sets of 7 to 26 pairs": what splitting would make. */
export function splitWords(labels: SentenceSet['labels']): string {
  const counts = labels.map(({ pairs }) => pairs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${countOf(labels.length, 'set')} of ${least === most ? '' : `${formatCount(least)} to `}${countOf(most, 'pair')}`;
}

/** The pairs of several sets, in this order. @throws ORPCError */
export async function pairsOfSets(setIds: readonly number[]): Promise<number[]> {
  const ids: number[] = [];
  for (const setId of setIds) ids.push(...(await client.sets.pairIds({ setId, ...ALL_PLACES })));
  return ids;
}

async function each(ids: readonly number[], act: (id: number) => Promise<unknown>): Promise<void> {
  for (const id of ids) await act(id);
}
