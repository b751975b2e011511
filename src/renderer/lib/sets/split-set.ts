/** A set as several, and several as one: new sets, the old ones stay. */
import { isolated } from '../../../core/isolated.ts';
import type { SentenceSet } from '../../../shared/entities.ts';
import type { SetPart, SetParting } from '../../../shared/set-pairs.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { showDone, undoStack } from '../engine/undo.ts';
import { countOf } from '../format/format.ts';
import { partNames, partingWords } from './part-words.ts';
import { duplicatesWords } from './set-changes.ts';

/** Places of a set, from the first to the last there may be. */
export const ALL_PLACES = { from: 0, to: 99_999 };

/** A set for each part, "negation: never". @throws ORPCError */
export async function splitSet(
  { name, projectId }: SentenceSet,
  parting: SetParting,
  parts: readonly SetPart[],
): Promise<void> {
  const made: number[] = [];
  let leftOut = 0;
  const split = async (): Promise<void> => {
    const there = await client.sets.list({ projectId });
    const names = partNames(
      name,
      parting,
      parts,
      there.map((set) => set.name),
    );
    try {
      for (const [at, { ids }] of parts.entries()) {
        const description = partingWords(name, parting, at, parts.length);
        const { set, duplicates } = await client.sets.copyPairs({
          projectId,
          name: names[at] ?? '',
          description,
          ids,
        });
        made.push(set.id);
        leftOut += duplicates;
      }
    } finally {
      if (made.length > 0)
        showDone(
          `${countOf(made.length, 'set')} made of “${isolated(name)}”`,
          {
            what: `splitting of “${isolated(name)}”`,
            undo: () => each(made, (id) => client.sets.remove({ id })),
            redo: () => each(made, (id) => client.sets.restore({ id })),
          },
          duplicatesWords(leftOut),
        );
    }
  };
  try {
    await undoStack.during(split);
  } finally {
    await queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
  }
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
