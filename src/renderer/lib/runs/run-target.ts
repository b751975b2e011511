/** Where the rail leads to in the rooms that show the results of a run. */
import type { Here } from '../navigation/room.ts';
import type { RouteInput } from '../navigation/route.ts';

/** A view of the run that is open, as it was left if it was of the same run; else the run looked at last. */
export function runTarget(room: 'results' | 'heads', { projectId, runId, lastIn }: Here): RouteInput | null {
  if (projectId === undefined) return null;
  const left = lastIn(room, projectId);
  if (left !== undefined && (runId === undefined || left.runId === runId)) return left;
  return runId === undefined ? { room, projectId } : { room, projectId, runId };
}
