import { z } from 'zod';
import { listOf, seedNumber } from '../../bounds.ts';
import { effectFields } from '../../effects/effect-options.ts';
import { METRIC_NAMES } from '../../metrics/catalogue.ts';
import { EFFECT_METHODS } from './methods.ts';

export const headEffectsOptions = z.object({
  methods: listOf(z.enum(EFFECT_METHODS), EFFECT_METHODS.length, 'methods')
    .min(1, { error: 'has no method; name one' })
    .default(['patch', 'resample', 'mean_set', 'zero'])
    .describe(
      'patch: the original’s head put into the counterfactual; noise: the other way; resample, mean_set, mean_row, zero: the head taken away from the original',
    ),
  metric: z
    .enum(METRIC_NAMES)
    .default('attention_js_divergence')
    .describe('the metric of the run by which a head is said to change'),
  change: z
    .number()
    .min(0)
    .max(100)
    .default(0.1)
    .describe(
      'the smallest change that counts, as a share of what the control changes; 0: as the run was planned',
    ),
  margin: z
    .number()
    .min(0)
    .max(10)
    .default(0.03)
    .describe(
      'the smallest effect that counts, as a share of the way between the two statements: a head matters when its whole interval lies beyond',
    ),
  ...effectFields,
  seed: seedNumber.default(0).describe('seed of the other pairs and of the resampling'),
});
export type HeadEffectsOptions = z.output<typeof headEffectsOptions>;
