import { z } from 'zod';
import { id, timestamp } from './fields.ts';

export const project = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: timestamp,
  setCount: z.int(),
  runCount: z.int(),
});
export type Project = z.infer<typeof project>;
