/** Two sentences that are tried at once: a pair of a project that is made for such. */
import type { GivenRunOptions } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { USUAL_METRIC } from '../metrics/usual-metric.ts';
import { strongestHead } from './strongest-head.ts';
import { tried } from './tried-name.ts';

export const TRIED_NAME = 'Tried sentences';

/** What two sentences are run through. */
export interface TriedThrough {
  readonly model: string;
  readonly options: GivenRunOptions;
}
/** Where nothing else has been chosen. */
export const BUNDLED: TriedThrough = { model: 'all-MiniLM-L6-v2', options: {} };

export interface TriedPair {
  readonly projectId: number;
  readonly runId: number;
  readonly pairId: number;
  /** The head that changes most. */
  readonly layer: number;
  readonly head: number;
}

/**
 * Makes a set of the pair and runs it; returns when it is measured. Each pair is a set of its own, so that nothing is measured twice.
 * @throws what the engine throws; Error with the reason where the pair cannot be measured
 */
export async function tryPair(
  original: string,
  counterfactual: string,
  { model, options }: TriedThrough,
): Promise<TriedPair> {
  try {
    const projects = await client.projects.list();
    const { id: projectId } =
      projects.find(({ name }) => name === TRIED_NAME) ??
      (await client.projects.create({
        name: TRIED_NAME,
        description: 'Pairs of sentences that were tried one at a time',
      }));
    const sets = await client.sets.list({ projectId });
    const name = tried(
      original,
      sets.map((set) => set.name),
    );
    const { id: setId } = await client.sets.create({ projectId, name });
    const { id: pairId } = await client.sets.addPair({ setId, original, counterfactual, label: null });
    const { id: runId } = await client.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model,
      options,
    });
    await client.runs.start({ id: runId });
    await ended(runId);
    const [failure] = await client.runs.errors({ id: runId });
    if (failure !== undefined) throw new Error(failure.message);
    const { heads } = await client.pairs.detail({ runId, pairId });
    const changes = heads.map((ofLayer) => ofLayer.map((metrics) => metrics[USUAL_METRIC]));
    return { projectId, runId, pairId, ...strongestHead(changes) };
  } finally {
    for (const key of [orpc.projects.key(), orpc.sets.key(), orpc.runs.key()])
      await queryClient.invalidateQueries({ queryKey: key });
  }
}

/** How often it is asked whether the run has ended: of one pair that is a moment. */
const AGAIN_MS = 200;

/** Returns when the run is done. @throws Error where it was stopped, or failed */
async function ended(runId: number): Promise<void> {
  for (;;) {
    const { state, error } = await client.runs.get({ id: runId });
    if (state === 'done') return;
    if (state === 'failed' || state === 'cancelled')
      throw new Error(error ?? 'The run was stopped before the pair was measured.');
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
