/** The thresholds of flags, and how often a run raises them. */
import { z } from 'zod';
import { limitNumber } from '../../core/bounds.ts';
import { FLAG_BASES } from '../../core/metrics/flags.ts';
import { whyFlagsImpossible } from '../../core/metrics/threshold-range.ts';
import { maybe } from './fields.ts';

export const flagThresholds = z.object({
  /** Workspaces of before there was a choice have none. */
  basis: z.enum(FLAG_BASES).default('fixed'),
  localChange: limitNumber,
  reorganisation: limitNumber,
  semanticGap: limitNumber,
});

/** As a person sets them; an older workspace may have some that lie where a metric never is. */
export const chosenFlagThresholds = flagThresholds.superRefine((thresholds, context) => {
  const message = whyFlagsImpossible(thresholds);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** How often one flag is raised, as shares of the values that exist; arrays are [layers][heads]. */
const flagRates = z.object({
  threshold: z.array(z.array(maybe)),
  set: z.array(z.array(maybe)),
  control: z.array(z.array(maybe)),
  /** Over all heads together. */
  overall: z.object({ set: maybe, control: maybe }),
});
export type FlagRates = z.infer<typeof flagRates>;

export const runFlagRates = z.object({
  /** What the set is compared with: the run's neutrals where five were measured that are of the shape of their pairs, else its control set; null under five. */
  control: z.enum(['neutral', 'control']).nullable(),
  pairs: z.object({ set: z.int(), control: z.int() }),
  flags: z.object({
    local_change: flagRates,
    reorganisation: flagRates,
    semantic_processing: flagRates,
  }),
});
export type RunFlagRates = z.infer<typeof runFlagRates>;
