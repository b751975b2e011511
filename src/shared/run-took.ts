/** What a run took, beside what the runs before it had let expect. */
import { z } from 'zod';

export const runTook = z.object({
  forecast: z.object({
    /** null where no run before it could tell. */
    seconds: z.number().nullable(),
    /** Judged by runs of other models. */
    isRough: z.boolean(),
    bytes: z.number(),
  }),
  /** From its start to its end, with everything in between; null of one that is not done. */
  seconds: z.number().nullable(),
  /** Of the workspace's file: metrics, their columns, and maps that are kept. */
  bytes: z.number(),
});
export type RunTook = z.infer<typeof runTook>;
