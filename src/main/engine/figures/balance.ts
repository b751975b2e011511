import { balanceFigure } from '../../../core/analyses/statistics/balance-figure.ts';
import { comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun } from './figure-kind.ts';

export const balance = figureOfRun(balanceFigure, async ({ readings }, { run, source }, spec) => {
  const { runId, group } = spec;
  const design = await readings.comparisonDesign({ runId, group, choice: comparisonOf(spec) });
  if (design.balance.length === 0)
    throw new PairlensError(
      'NOT_FOUND',
      `run ${run.id} has nothing to compare its set with: it has no balance`,
      { runId: run.id },
    );
  return { source, group, design };
});
