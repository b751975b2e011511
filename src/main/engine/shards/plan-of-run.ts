/** What decides the numbers of a run, as every part of it records it. */
import type { Run } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { listStoredModels, storedModelConfig } from '../store/models.ts';
import { found } from '../store/rows.ts';
import { getSentenceSet } from '../store/sentence-sets.ts';
import { type PartPlan, partPlan, type PlannedSet } from './part-record.ts';

/** @param compiledHash of the compiled weights that it is computed with */
export function planOfRun(database: ReadableDatabase, run: Run, compiledHash: string): PartPlan {
  const { provenance, set, controlSet } = run;
  const model = found(
    listStoredModels(database).find(({ id }) => id === run.model.id),
    'model',
    run.model.id,
  );
  const { name, architecture, layers, heads, dModel, parameters, maxPositions } = model;
  const { alignment, keep, queries, seed, comparison, setHash, controlSetHash } = provenance;
  return partPlan.parse({
    pairlens: provenance.pairlensVersion,
    onnxruntime: provenance.ortVersion,
    model: {
      name,
      architecture,
      layers,
      heads,
      dModel,
      parameters,
      maxPositions,
      weights_sha256: provenance.weightsHash,
      compiled_weights_sha256: compiledHash,
      tokenizer_sha256: provenance.tokenizerHash,
      config: JSON.stringify(storedModelConfig(database, run.model.id)),
    },
    set: plannedSet(database, set.id, setHash),
    control_set:
      controlSet === null || controlSetHash === null
        ? null
        : plannedSet(database, controlSet.id, controlSetHash),
    options: { alignment, keep, queries, seed, comparison },
    metrics: [...run.metrics],
  } satisfies PartPlan);
}

function plannedSet(database: ReadableDatabase, id: number, sha256: string): PlannedSet {
  const { name, description, source, pairCount, neutralCount } = getSentenceSet(database, id);
  return { name, description, source, sha256, pairs: pairCount, neutrals: neutralCount };
}
