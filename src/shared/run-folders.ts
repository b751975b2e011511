/** Results of runs that are in folders of Parquet files. */
import { z } from 'zod';

export const runFolderState = z.object({
  folder: z.string(),
  files: z.int(),
  bytes: z.number(),
  /** A head on a pair each, of the set and of what it is held against. */
  rows: z.number(),
  /** Why the results cannot be read; `hasMoved`: they are somewhere else. null: they can. */
  problem: z.object({ hasMoved: z.boolean(), words: z.string() }).nullable(),
});
export type RunFolderState = z.infer<typeof runFolderState>;
