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
  /** In which it was at work, without the time that it stood still; null of one that is not done, or that has no record of it. */
  seconds: z.number().nullable(),
  /** Of the workspace's file: metrics, their columns, and maps that are kept. */
  bytes: z.number(),
});
export type RunTook = z.infer<typeof runTook>;
