import { queryClient, orpc, showError } from '../engine/server-state.ts';
import { navigation } from '../navigation/navigation.svelte.ts';

/** Goes to the page of a run of which only the number is known, unless the person goes elsewhere meanwhile. */
export async function openRun(runId: number): Promise<void> {
  const { visit } = navigation;
  try {
    const run = await queryClient.fetchQuery(orpc.runs.get.queryOptions({ input: { id: runId } }));
    if (navigation.visit === visit) navigation.go({ room: 'runs', projectId: run.projectId, runId });
  } catch (error) {
    showError(error);
  }
}
