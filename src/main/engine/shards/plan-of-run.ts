/** What decides the numbers of a run, as every part of it records it. */
import type { Run } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { type PartPlan, partPlan } from './part-record.ts';
import { plannedModelOf, plannedSetOf } from './planned-parts.ts';

/** @param compiledHash of the compiled weights that it is computed with */
export function planOfRun(database: ReadableDatabase, run: Run, compiledHash: string): PartPlan {
  const { provenance, set, controlSet } = run;
  const { alignment, keep, queries, seed, comparison, device, setHash, controlSetHash } = provenance;
  return partPlan.parse({
    pairlens: provenance.pairlensVersion,
    onnxruntime: provenance.ortVersion,
    model: plannedModelOf(database, run.model.id, { ...provenance, compiledHash }),
    set: plannedSetOf(database, set.id, setHash),
    control_set:
      controlSet === null || controlSetHash === null
        ? null
        : plannedSetOf(database, controlSet.id, controlSetHash),
    options: { alignment, keep, queries, seed, comparison, device },
    metrics: [...run.metrics],
  } satisfies PartPlan);
}
