/** What names a comparison of two runs: in figures, on the command line, in what is asked of the engine. */
import { z } from 'zod';
import { rowId } from '../../bounds.ts';
import { metric, runId } from '../../figures/spec-fields.ts';
import { comparisonChange } from '../statistics/comparison-choice.ts';

export const RUNS_BEYOND = ['auto', 'none'] as const;

export const runsFields = {
  runId,
  otherRunId: rowId.describe('the number of the run that it is compared with'),
  metric,
  beyond: z
    .enum(RUNS_BEYOND)
    .default('auto')
    .describe('auto: each run less its control, where both have one; none: the values as they are'),
  clusters: comparisonChange.shape.clusters,
  comparison: z
    .enum(['auto', 'unadjusted'])
    .optional()
    .describe('of other pairs: matched by the shape of their changes (auto), or not (unadjusted)'),
  covariates: comparisonChange.shape.covariates,
  adjustment: comparisonChange.shape.adjustment,
  margin: comparisonChange.shape.margin.describe(
    'smallest effect of interest, in the unit of the metric: a difference that is surely smaller is called none; 0 for none',
  ),
};

export const runsRequest = z.object(runsFields);
export type RunsRequest = z.output<typeof runsRequest>;

/**
 * What the job of a comparison works on, by which a screen knows its own: all that was asked for, `choice` being how pairs are
 * compared, as JSON in one order.
 */
export function comparisonSubject({
  runId: first,
  otherRunId,
  metric: name,
  beyond,
  ...choice
}: RunsRequest) {
  const chosen = Object.entries(choice)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    analysisKind: 'runs-compared',
    runId: first,
    otherRunId,
    metric: name,
    beyond,
    choice: JSON.stringify(chosen),
  } as const;
}

/** Whether a job computes what was asked for: not the same runs by another metric or otherwise compared, or the other way round. */
export function isOfComparison(subject: Readonly<Record<string, unknown>>, request: RunsRequest): boolean {
  return Object.entries(comparisonSubject(request)).every(([part, value]) => subject[part] === value);
}
