/** Where the rail leads for rooms that show results of a run. */
import type { Here } from '../navigation/room.ts';
import type { RouteInput } from '../navigation/route.ts';

/**
 * The room as it was left, if it showed the run that is open now or no run is open; else the room of the open run. null
 * without a project.
 */
export function runTarget(room: 'results' | 'heads', { projectId, runId, lastIn }: Here): RouteInput | null {
  if (projectId === undefined) return null;
  const left = lastIn(room, projectId);
  if (left !== undefined && (runId === undefined || left.runId === runId)) return left;
  return runId === undefined ? { room, projectId } : { room, projectId, runId };
}
