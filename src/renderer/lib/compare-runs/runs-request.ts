/** What an address asks of two runs: one answer for the selector, the request and the words. */
import type { RunsDesign } from '../../../core/analyses/compared-runs/runs-design.ts';
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import type { ComparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { RouteOf } from '../navigation/route.ts';

interface MeasuredRun {
  readonly id: number;
  readonly metrics: readonly MetricName[];
}

/** How pairs are compared, as far as it was chosen: what is absent stays absent. */
function chosenOf({
  clusters,
  covariates = [],
  adjustment,
  margin = 0,
}: Partial<RouteOf<'compare-runs'>>): Partial<RunsRequest> {
  return {
    ...(clusters !== undefined && { clusters }),
    ...(covariates.length > 0 && { covariates }),
    ...(covariates.length > 0 && adjustment !== undefined && { adjustment }),
    ...(margin > 0 && { margin }),
  };
}

/** How two samples are adjusted: as the address says, or as the first run was planned, which is what is computed then. */
export function adjustmentOf(
  first: { readonly provenance: { readonly comparison: Pick<ComparisonChoice, 'adjustment'> } },
  { adjustment }: Pick<RouteOf<'compare-runs'>, 'adjustment'>,
): ComparisonChoice['adjustment'] {
  return adjustment ?? first.provenance.comparison.adjustment;
}

/** In the order of the first. */
export function metricsOfBoth(first: MeasuredRun, second: MeasuredRun): MetricName[] {
  return first.metrics.filter((name) => second.metrics.includes(name));
}

/** The metric of the address, or the first that both have where one lacks it; null where they have none in common. */
export function requestOfRuns(
  first: MeasuredRun,
  second: MeasuredRun,
  {
    metric: asked,
    beyond,
    ...choice
  }: Pick<RouteOf<'compare-runs'>, 'metric' | 'beyond'> & Partial<RouteOf<'compare-runs'>>,
): RunsRequest | null {
  const metrics = metricsOfBoth(first, second);
  const metric = metrics.includes(asked) ? asked : metrics[0];
  if (metric === undefined) return null;
  return {
    runId: first.id,
    otherRunId: second.id,
    metric,
    beyond,
    // A smallest effect in the unit of the metric of the address says nothing of another.
    ...chosenOf(metric === asked ? choice : { ...choice, margin: undefined }),
  };
}

interface ShownOfRuns {
  readonly beyond: 'auto' | 'none';
  readonly whyNotBeyond: string | undefined;
  /** Why there is neither adjusting nor a smallest effect. */
  readonly whyNotTested: string | undefined;
}

/** What the numbers on the screen are, whatever was asked for: where nothing can be taken away, they are the values themselves. */
export function shownOf(
  design: Pick<RunsDesign, 'as' | 'beyond' | 'whyNotBeyond'> | undefined,
  asked: 'auto' | 'none',
): ShownOfRuns {
  if (design?.as === 'described') {
    const why =
      'Neither the model nor the pairs are the same in both runs: nothing is taken away, and nothing is tested.';
    return { beyond: 'none', whyNotBeyond: why, whyNotTested: why };
  }
  const whyNotBeyond = design?.whyNotBeyond ?? undefined;
  return { beyond: whyNotBeyond === undefined ? asked : 'none', whyNotBeyond, whyNotTested: undefined };
}
