/** How much the heads of a run change by one of its metrics, as an analysis of effects compares them. */
import { skipToken } from '@tanstack/svelte-query';
import { changeChoice, changesOf } from '../../../core/analyses/effects/changes.ts';
import { headEffectsOptions } from '../../../core/analyses/effects/options.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Run } from '../../../shared/entities.ts';
import { orpc } from '../engine/server-state.ts';

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
    select: (rows) => changesOf(rows),
  });
}
