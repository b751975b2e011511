/** What a run that is not planned yet would be compared by, before its pairs are looked at and after, and what an earlier one tells of the spread. */
import { z } from 'zod';
import { modelText } from '../core/bounds.ts';
import { comparisonChoice } from '../core/analyses/statistics/comparison-choice.ts';
import type { SizesByUnits } from '../core/analyses/statistics/comparable-sizes.ts';
import { COMPARISON_KINDS } from '../core/analyses/statistics/comparison-design.ts';
import { id } from './entities.ts';

export const runPowerRequest = z.object({
  projectId: id,
  setId: id,
  controlSetId: id.nullable(),
  model: modelText,
  comparison: comparisonChoice.prefault({}),
});
export type RunPowerRequest = z.output<typeof runPowerRequest>;

const size = z.object({
  pairs: z.int(),
  /** Clusters, and pairs that are in none. */
  units: z.int(),
});

const sizesOfSides = z.object({ set: size, control: size });
const comparableSizes = z.object({ paired: size, all: sizesOfSides, matched: sizesOfSides });
/** As a check counts them, by what is drawn whole. */
export const comparableSizesByUnits = z.object({
  auto: comparableSizes,
  labels: comparableSizes,
  none: comparableSizes,
}) satisfies z.ZodType<SizesByUnits>;

export const runPower = z.object({
  kind: z.enum(COMPARISON_KINDS),
  /** As they stand in the set: a tokenizer may leave fewer. */
  set: size,
  control: size.nullable(),
  /**
   * The latest run of the model that has been compared in the same way, over the same set if there is one: the standard error at its
   * head in the middle, by JS divergence. null: there is none. Nothing is computed for it.
   */
  earlier: size
    .extend({
      runId: id,
      set: z.string(),
      se: z.number().nullable(),
      dof: z.number().nullable(),
      setUnits: z.int(),
      /** null where pairs were compared with their own neutrals. */
      controlUnits: z.int().nullable(),
    })
    .nullable(),
});
export type RunPower = z.infer<typeof runPower>;
