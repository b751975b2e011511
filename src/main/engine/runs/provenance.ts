import type { ComparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { Run } from '../../../shared/entities.ts';
import { deviceRecord } from '../devices/device-record.ts';

/** Where a figure or a table of a run comes from: plain data, the same for every file of an export. */
export function provenanceOf(run: Run) {
  const { provenance } = run;
  return {
    pairlens: provenance.pairlensVersion,
    onnxruntime: provenance.ortVersion,
    run: run.id,
    model: {
      name: run.model.name,
      architecture: run.model.architecture,
      layers: run.model.layers,
      heads: run.model.heads,
      weights_sha256: provenance.weightsHash,
      /** Checked before it was computed with; null where that is not on record. */
      compiled_weights_sha256: provenance.compiledWeights,
      tokenizer_sha256: provenance.tokenizerHash,
    },
    set: { name: run.set.name, sha256: provenance.setHash },
    control_set:
      run.controlSet === null ? null : { name: run.controlSet.name, sha256: provenance.controlSetHash },
    device: deviceRecord(provenance),
    options: {
      alignment: provenance.alignment,
      keep: provenance.keep,
      queries: provenance.queries,
      seed: provenance.seed,
      comparison: comparisonRecord(provenance.comparison),
    },
  };
}

function comparisonRecord({ marginOf, ...choice }: ComparisonChoice) {
  return { ...choice, margin_of: marginOf };
}
