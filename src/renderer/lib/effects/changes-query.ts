/** How much the heads of a run change by one of its metrics, as an analysis of effects compares them. */
import { skipToken } from '@tanstack/svelte-query';
import { changeChoice, changesOf } from '../../../core/analyses/effects/changes.ts';
import { headEffectsOptions } from '../../../core/analyses/effects/options.ts';
import { ONE_CLUSTER } from '../../../core/analyses/statistics/comparison-design.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Run } from '../../../shared/entities.ts';
import { orpc } from '../engine/server-state.ts';
import { countOf } from '../format/format.ts';

/** @param metric null: what the result has is shown, and nothing is asked */
export function changesQuery(analysis: Analysis, run: Run | undefined, metric: MetricName | null) {
  const { change } = headEffectsOptions.parse(analysis.options);
  return orpc.aggregates.rows.queryOptions({
    input:
      run === undefined || metric === null
        ? skipToken
        : {
            runId: run.id,
            group: '',
            metrics: [metric],
            choice: changeChoice(change, run.provenance.comparison),
          },
    select: (rows) => (run === undefined ? null : changesOf(rows, run)),
  });
}

/** How its pairs are compared. @param run undefined: nothing is asked */
export function designQuery(analysis: Analysis, run: Run | undefined) {
  const { change } = headEffectsOptions.parse(analysis.options);
  return orpc.aggregates.design.queryOptions({
    input:
      run === undefined
        ? skipToken
        : { runId: run.id, group: '', choice: changeChoice(change, run.provenance.comparison) },
  });
}

/** Of a run that is compared with nothing: how many neutrals there are, why they are left out, and what would help. */
export function whyNotCompared(fallback: string | null, neutrals: number): string[] {
  if (fallback === null) return [];
  if (neutrals === 0) return [fallback];
  return [
    `${countOf(neutrals, 'pair')} ${neutrals === 1 ? 'has' : 'have'} a neutral. ${fallback}`,
    fallback === ONE_CLUSTER
      ? 'Pairs of other clusters would help, or a control set.'
      : 'Neutrals of as many tokens as the counterfactual puts in, takes out and replaces would help, or a control set.',
  ];
}
