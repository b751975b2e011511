/** Where the results of a run are, if in a folder, and whether they can be found there. */
import { orpc } from '../engine/server-state.ts';

export function folderQuery(runId: number) {
  return {
    ...orpc.runs.folder.queryOptions({ input: { id: runId } }),
    // Folders move while nobody looks.
    refetchOnWindowFocus: true,
    staleTime: 0,
  };
}
