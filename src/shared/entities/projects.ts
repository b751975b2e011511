import { z } from 'zod';
import { id, timestamp } from './fields.ts';

export const project = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: timestamp,
  setCount: z.int(),
  /** Sets that have pairs: what a run can be made of. */
  filledSetCount: z.int(),
  runCount: z.int(),
  /** When something was last done in it: made, run, analysed, imported, edited or noted. Looking leaves no trace, nor does editing a text. */
  lastUsedAt: timestamp,
});
export type Project = z.infer<typeof project>;
