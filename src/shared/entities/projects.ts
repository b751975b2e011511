import { z } from 'zod';
import { id, timestamp } from './fields.ts';

export const project = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: timestamp,
  setCount: z.int(),
  runCount: z.int(),
  /** When something was last done in it: made, run, analysed, imported or edited. Looking leaves no trace. */
  lastUsedAt: timestamp,
});
export type Project = z.infer<typeof project>;
