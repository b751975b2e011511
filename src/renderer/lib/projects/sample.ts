/** A project to look at before there is anything of one's own: the bundled negations through the bundled model. */
import type { Project } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';

export const SAMPLE_NAME = 'Sample: negation';
const SET = 'negation';
const MODEL = 'all-MiniLM-L6-v2';

export function sampleOf(projects: readonly Project[]): Project | undefined {
  return projects.find(({ name }) => name === SAMPLE_NAME);
}

/** Makes the sample and starts its run, which goes on in the background. */
export async function makeSample(): Promise<{ projectId: number; runId: number }> {
  try {
    const { id: projectId } = await client.projects.create({
      name: SAMPLE_NAME,
      description: 'Sentences and their negations through the model that comes with Pairlens',
    });
    const { id: setId } = await client.sets.addBundled({ projectId, name: SET });
    const { id: runId } = await client.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model: MODEL,
      options: {},
    });
    await client.runs.start({ id: runId });
    return { projectId, runId };
  } finally {
    for (const key of [orpc.projects.key(), orpc.sets.key(), orpc.runs.key()])
      await queryClient.invalidateQueries({ queryKey: key });
  }
}
