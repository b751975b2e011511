import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';
import { explainedOptions } from '../explained/options.ts';

export const lensOptions = z.object({
  ...explainedOptions,
  seed: seedNumber.default(0).describe('seed of the tokens drawn for the control and of the resampling'),
});
export type LensOptions = z.output<typeof lensOptions>;
