/** run.json: what a run was made from, so that whoever has its numbers can make them again. */
import { pairNumber } from '../../../core/figures/figure.ts';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import type { Findings } from '../../../core/analyses/statistics/findings.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { noteSentences } from '../../../core/pairs/quality-words.ts';
import type { Balance } from '../../../core/statistics/balance.ts';
import type { Run, RunItemError } from '../../../shared/entities.ts';
import type { RunQuality } from '../../../shared/pair-quality.ts';
import type { RunSoundness } from '../../../shared/run-soundness.ts';
import { provenanceOf } from '../runs/provenance.ts';

export const RECORD_FORMAT = 'pairlens-run';

/** What was found by one metric. */
export interface RecordedFindings {
  readonly metric: MetricName;
  readonly design: ComparisonDesign;
  readonly findings: Findings;
}

/** What is known of what is stored. */
export interface RecordedState {
  readonly errors: readonly RunItemError[];
  readonly quality: RunQuality;
  readonly soundness: RunSoundness;
}

function balanceRecord({ set, control, standardisedDifference, amber }: Balance) {
  return { set, control, standardised_difference: standardisedDifference, amber };
}

/** null where the run is of before pairs were looked at so: nothing is known, which is not that there is nothing. */
function qualityRecord({ counted, roles }: RunQuality) {
  if (!counted) return null;
  return Object.fromEntries(
    roles.map(({ role, measured, noted, failed }) => [
      role,
      {
        measured,
        noted: noted.map(({ note, pairs, tokens, examples }) => ({
          note,
          pairs,
          ...(note === 'unknown_tokens' && { tokens }),
          first: examples.map(({ position }) => pairNumber(position)),
        })),
        failed: failed.map(({ code, pairs }) => ({ code, pairs })),
        in_words: noteSentences([{ role, measured, noted, failed }]),
      },
    ]),
  );
}

/**
 * @param files.paths what the export consists of beside run.json itself, relative to it, with '/'
 */
export function runRecord(
  run: Run,
  { errors, quality, soundness }: RecordedState,
  files: { readonly paths: readonly string[] },
  { metric, design, findings }: RecordedFindings,
) {
  return {
    ...provenanceOf(run),
    state: run.state,
    pairs: { total: run.total, done: run.done, failed: run.failed },
    neutrals: run.neutrals,
    /** What is stored, compared with its hashes. */
    stored: {
      set_is_that_of_set_hash: soundness.setIsSame,
      control_set_is_that_of_its_hash: soundness.controlSetIsSame,
      comparisons_without_hash: soundness.unhashed,
    },
    quality: qualityRecord(quality),
    comparison: {
      kind: design.kind,
      pairs: { measured: design.pairs, compared: design.compared },
      control: { measured: design.controlPairs, compared: design.comparedControl },
      clusters: design.clusters,
      strata: design.strata,
      left_out: design.leftOut,
      balance: design.balance.map(({ covariate, before, after }) => ({
        covariate,
        before: balanceRecord(before),
        after: after && balanceRecord(after),
      })),
    },
    findings: {
      metric,
      heads: findings.counts,
      headline: findings.headline,
      details: findings.details,
      compared: findings.compared,
      caveats: findings.caveats,
    },
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
