/** Whether a combination of a plan has been run already: with the same things, and to the same numbers. */
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { isDecoder } from '../../../core/architectures/decoders.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { queriesFor } from '../../../core/metrics/queries.ts';
import type { Keep, Model, Run, RunOptions } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';
import type { PlanPlace } from './plan.ts';

/** What a new run would be made of; undefined while a set is being read. */
export interface PlanSources {
  readonly set: string | undefined;
  /** null without a control set. */
  readonly control: string | null | undefined;
  readonly weights: string;
  readonly tokenizer: string;
  /** The model is a decoder. */
  readonly causal: boolean;
}

export function sourcesOfModel(
  model: Model | undefined,
): Pick<PlanSources, 'weights' | 'tokenizer' | 'causal'> {
  return {
    weights: model?.weightsHash ?? '',
    tokenizer: model?.tokenizerHash ?? '',
    causal: isDecoder(model?.architecture ?? ''),
  };
}

/** Runs that are done, of the same versions of the sets with the same weights and options. @param runs the latest first */
export function runsLike(
  runs: readonly Run[],
  place: PlanPlace,
  sources: PlanSources,
  options: RunOptions,
): Run[] {
  const queries = queriesFor(options.queries, sources.causal);
  const comparison = comparisonText(options);
  return runs.filter(
    ({ state, set, controlSet, provenance }) =>
      state === 'done' &&
      set.id === place.setId &&
      (controlSet?.id ?? null) === place.controlId &&
      provenance.setHash === sources.set &&
      provenance.controlSetHash === sources.control &&
      provenance.weightsHash === sources.weights &&
      provenance.tokenizerHash === sources.tokenizer &&
      provenance.alignment === options.alignment &&
      provenance.queries === queries &&
      provenance.seed === options.seed &&
      comparisonText(provenance) === comparison &&
      (options.device === undefined || provenance.device === options.device) &&
      keeps(provenance.keep) >= keeps(options.keep),
  );
}

export interface SameRun {
  /** The latest that would come to the same numbers. */
  readonly done: number | null;
  /** Where there is none: why the latest that is like it does not count; '' where none is like it. */
  readonly notSame: string;
}

/**
 * @param like {@link runsLike}
 * @param corrected pairs of a run whose alignment was corrected since; undefined while that is being asked
 */
export function sameRun(like: readonly Run[], corrected: (runId: number) => number | undefined): SameRun {
  const judged = like.map((run) => ({
    id: run.id,
    missing: METRIC_NAMES.filter((name) => !run.metrics.includes(name)).length,
    pairs: corrected(run.id),
  }));
  const same = judged.find(({ missing, pairs }) => missing === 0 && pairs === 0);
  if (same !== undefined) return { done: same.id, notSame: '' };
  const [latest] = judged;
  if (latest?.pairs === undefined) return { done: null, notSame: '' };
  const { id, missing, pairs } = latest;
  const reasons = [
    ...(pairs === 0 ? [] : [`the alignment of ${countOf(pairs, 'pair')} was corrected since`]),
    ...(missing === 0 ? [] : [`it lacks ${countOf(missing, 'metric')} that a run measures now`]),
  ];
  return { done: null, notSame: `Run ${id} is not the same: ${reasons.join(', and ')}.` };
}

/** Its parts in one order. */
function comparisonText({ comparison }: Pick<RunOptions, 'comparison'>): string {
  return JSON.stringify(
    comparisonChoice.parse({ ...comparison, covariates: comparison.covariates.toSorted() }),
  );
}

function keeps(keep: Keep): number {
  return (['none', 'patterns', 'all'] as const).indexOf(keep);
}
