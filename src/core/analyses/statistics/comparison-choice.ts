/** How the pairs of a run are compared, as a person chooses it: before the run, or as another look at it. */
import { z } from 'zod';

export const COVARIATES = ['length', 'position', 'rank'] as const;
export type Covariate = (typeof COVARIATES)[number];

const fields = {
  /** `auto`: paired where the set has neutrals, else matched where there is a control set. */
  comparison: z
    .enum(['auto', 'paired', 'matched', 'unadjusted'])
    .describe(
      'paired: each pair against the neutral change of its own original; matched: against controls of the same shape; unadjusted: against all controls; auto: the first of these that the run allows',
    ),
  clusters: z
    .enum(['auto', 'labels', 'none'])
    .describe('what is drawn and permuted whole: the column cluster (auto), labels, or single pairs (none)'),
  covariates: z
    .array(z.enum(COVARIATES))
    .max(COVARIATES.length)
    .describe('what a matched comparison takes into account beside the shape: length, position, rank'),
  adjustment: z.enum(['regression', 'strata']).describe('how: by regression, or in strata by thirds'),
  margin: z
    .number()
    .min(0)
    .max(1e6)
    .describe('smallest effect of interest: what is surely smaller does not respond; 0 for none'),
  marginOf: z
    .enum(['unit', 'control'])
    .describe('what the margin is in: the unit of the metric, or shares of the mean of the control'),
  permutations: z
    .int()
    .min(999)
    .max(1_000_000)
    .describe('arrangements of a test where there are more than can be counted; heads at the least p get more'),
};

export const comparisonChoice = z.object({
  comparison: fields.comparison.default('auto'),
  clusters: fields.clusters.default('auto'),
  covariates: fields.covariates.default([]),
  adjustment: fields.adjustment.default('regression'),
  margin: fields.margin.default(0),
  marginOf: fields.marginOf.default('control'),
  permutations: fields.permutations.default(10_000),
});
export type ComparisonChoice = z.output<typeof comparisonChoice>;

/** Another look: what is absent stays as it was planned. */
export const comparisonChange = z.object(fields).partial();
export type ComparisonChange = z.output<typeof comparisonChange>;

export const DEFAULT_CHOICE: ComparisonChoice = comparisonChoice.parse({});

/** Of what names more than a comparison (a figure, an address), the part that does; what is absent stays absent. */
export function comparisonOf(parts: ComparisonChange): ComparisonChange {
  const named = Object.keys(fields).flatMap((name) => {
    const value = parts[name as keyof ComparisonChange];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(named);
}
