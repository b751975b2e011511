/** The runs of a plan, made and started one after the other. */
import type { Run, RunOptions } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import type { PlanPlace } from './plan.ts';

/** @returns the last of them; undefined where there is none @throws ORPCError as the engine says: those before have been started then */
export async function startPlan(
  projectId: number,
  places: readonly PlanPlace[],
  options: RunOptions,
): Promise<Run | undefined> {
  let last: Run | undefined;
  for (const { setId, controlId, model } of places) {
    const { id } = await client.runs.create({ projectId, setId, controlSetId: controlId, model, options });
    last = await client.runs.start({ id });
  }
  return last;
}
