/** A run in the breadcrumb of the rooms that show something of it. */
import { asked, type Asked, type Crumb, type Engine } from '../navigation/room.ts';
import { madeOf } from './run-sets.ts';

/** @param linkedIn the project whose page of the run it leads to; without one it leads nowhere */
export function runCrumb(orpc: Engine, runId: number, linkedIn?: number): Asked<Crumb> {
  return asked(orpc.runs.get.queryOptions({ input: { id: runId } }), (run) => ({
    text: `Run ${runId}`,
    note: run === undefined ? undefined : madeOf(run),
    ...(linkedIn !== undefined && { to: { room: 'runs', projectId: linkedIn, runId } }),
  }));
}
