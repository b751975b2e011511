/** Beginning with something of one's own: what the start page makes before there is a project to make it in. */
import type { Project } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { freeName } from '../format/free-name.ts';
import { takeBundle, type TakingBundle } from '../runs/take-bundle.ts';

const MADE_PROJECT = 'My pairs';
const MADE_SET = 'Pairs';

/** An empty set, in which pairs can be made at once, in a project of such; the one that was left empty before, where there is one. */
export async function beginPairs(
  projects: readonly Project[],
): Promise<{ projectId: number; setId: number }> {
  try {
    const { id: projectId } =
      projects.find(({ name }) => name === MADE_PROJECT) ??
      (await client.projects.create({ name: MADE_PROJECT }));
    const sets = await client.sets.list({ projectId });
    const { id: setId } =
      sets.find(({ pairCount }) => pairCount === 0) ??
      (await client.sets.create({
        projectId,
        name: freeName(MADE_SET, new Set(sets.map(({ name }) => name))),
      }));
    return { projectId, setId };
  } finally {
    await askAgain();
  }
}

/**
 * A project of the bundle's own, named after its file.
 * @throws what the engine throws; the project is gone again then
 */
export async function beginFromBundle(
  projects: readonly Project[],
  file: File,
  taking: TakingBundle,
): Promise<{ projectId: number; runId: number }> {
  try {
    const name = file.name.replace(/\.pairlens$/iu, '').trim() || 'Bundle';
    const taken = new Set(projects.map((project) => project.name));
    const { id: projectId } = await client.projects.create({ name: freeName(name, taken) });
    try {
      const { runId } = await takeBundle(file, projectId, taking);
      return { projectId, runId };
    } catch (error) {
      await client.projects.remove({ id: projectId });
      throw error;
    }
  } finally {
    await askAgain();
  }
}

async function askAgain(): Promise<void> {
  for (const key of [orpc.projects.key(), orpc.sets.key()])
    await queryClient.invalidateQueries({ queryKey: key });
}
