/** run.json: what a run was made from, so that whoever has its numbers can make them again. */
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import type { Run, RunItemError } from '../../../shared/entities.ts';
import { provenanceOf } from '../runs/provenance.ts';

export const RECORD_FORMAT = 'pairlens-run';

/**
 * @param files.paths what the export consists of beside run.json itself, relative to it, with '/'
 */
export function runRecord(
  run: Run,
  errors: readonly RunItemError[],
  files: { readonly paths: readonly string[] },
) {
  return {
    ...provenanceOf(run),
    state: run.state,
    pairs: { total: run.total, done: run.done, failed: run.failed },
    neutrals: run.neutrals,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    failed_pairs: errors.map(({ role, position, code, message }) => ({
      role,
      pair: pairNumber(position),
      code,
      message,
    })),
    metrics: Object.fromEntries(
      run.metrics.map((name) => {
        const { unit, definition, undefinedWhen, note } = METRICS[name];
        return [
          name,
          { unit, definition, undefined_when: undefinedWhen, ...(note !== undefined && { note }) },
        ];
      }),
    ),
    files: files.paths,
  };
}
