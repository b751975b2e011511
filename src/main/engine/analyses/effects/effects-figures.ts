import { changeChoice, changesOf, storedChanges } from '../../../../core/analyses/effects/changes.ts';
import { effects } from '../../../../core/analyses/effects/definition.ts';
import { methodsOf } from '../../../../core/analyses/effects/heads.ts';
import { headEffectsOptions } from '../../../../core/analyses/effects/options.ts';
import { effectsScatter } from '../../../../core/analyses/effects/scatter-figure.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { comparisonChoice } from '../../../../core/analyses/statistics/comparison-choice.ts';
import type { StatisticsRow } from '../../../../core/analyses/statistics/rows.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { checkHeadOf } from '../check-head.ts';

export const EFFECTS_FIGURE_KINDS = {
  'effects-scatter': figureOfAnalysis(
    effects.kind,
    effectsScatter,
    async ({ analysis, definition, result }, spec, { aggregates, runs }) => {
      checkHeadOf(analysis, spec);
      const methods = methodsOf(result);
      if (spec.method !== undefined && !methods.includes(spec.method))
        throw new PairlensError(
          'NOT_FOUND',
          `analysis ${analysis.id} has no heads tested by ${spec.method}; it has ${methods.join(', ')}`,
          { id: analysis.id, method: spec.method },
        );
      const stored = storedChanges(result);
      const source = analysisSource(analysis, definition);
      if (spec.metric === undefined || spec.metric === stored?.metric)
        return { ...spec, source, result, changes: stored };
      const { change } = headEffectsOptions.parse(analysis.options);
      const runId = analysis.runId ?? 0;
      const run = runs.get({ id: runId });
      const planned = comparisonChoice.parse(run.provenance.comparison);
      const rows: readonly StatisticsRow[] = await aggregates.rows({
        runId,
        group: '',
        metrics: [spec.metric],
        choice: changeChoice(change, planned),
      });
      return { ...spec, source, result, changes: changesOf(rows, run) };
    },
  ),
} as const;
