import type { SentenceSet } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';

/** Adds bundled sets to a project, in order. What fails is shown, and what was added before it is kept. */
export async function addBundled(projectId: number, names: readonly string[]): Promise<SentenceSet[]> {
  const added: SentenceSet[] = [];
  try {
    for (const name of names) added.push(await client.sets.addBundled({ projectId, name }));
  } catch (error) {
    showError(error);
  }
  return added;
}
