/** run.json: what a run was made from, so that whoever has its numbers can make them again. */
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import type { Run, RunItemError } from '../../../shared/entities.ts';

export const RECORD_FORMAT = 'pairlens-run';

/** Where a figure or a table came from: plain data, the same for every file of an export. */
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
      tokenizer_sha256: provenance.tokenizerHash,
    },
    set: { name: run.set.name, sha256: provenance.setHash },
    control_set:
      run.controlSet === null ? null : { name: run.controlSet.name, sha256: provenance.controlSetHash },
    options: { alignment: provenance.alignment, keep: provenance.keep, seed: provenance.seed },
  };
}

/**
 * @param files.paths what the export consists of beside run.json itself, relative to it, with '/'
 * @param files.complete whether all of them have been written
 */
export function runRecord(
  run: Run,
  errors: readonly RunItemError[],
  files: { readonly paths: readonly string[]; readonly complete: boolean },
) {
  return {
    format: RECORD_FORMAT,
    complete: files.complete,
    ...provenanceOf(run),
    state: run.state,
    pairs: { total: run.total, done: run.done, failed: run.failed },
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    failed_pairs: errors.map(({ role, position, code, message }) => ({
      role,
      pair: pairNumber(position),
      code,
      message,
    })),
    metrics: Object.fromEntries(
      Object.values(METRICS).map(({ name, unit, definition, undefinedWhen }) => [
        name,
        { unit, definition, undefined_when: undefinedWhen },
      ]),
    ),
    files: files.paths,
  };
}
