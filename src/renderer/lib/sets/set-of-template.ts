/** Pairs of a template as a set of their own. */
import type { NewPairTexts } from '../../../shared/set-pairs.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { freeName } from '../format/free-name.ts';

const NAME = 'From a template';

/**
 * @returns the id of the set, whose name can be changed in its menu
 * @throws ORPCError as the engine says; the set is gone again then
 */
export async function setOfTemplate(projectId: number, pairs: readonly NewPairTexts[]): Promise<number> {
  try {
    const taken = new Set((await client.sets.list({ projectId })).map(({ name }) => name));
    const { id } = await client.sets.create({ projectId, name: freeName(NAME, taken) });
    try {
      await client.sets.change({
        do: 'add',
        setId: id,
        pairs: pairs.map((pair) => ({ ...pair })),
        duplicates: 'leave out',
      });
      return id;
    } catch (error) {
      await client.sets.remove({ id });
      throw error;
    }
  } finally {
    await queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
  }
}
