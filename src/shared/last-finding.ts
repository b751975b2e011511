/** The finding of a run, as lists have it: of projects that of the latest run, beside a run those of others. */
import { z } from 'zod';
import { id } from './entities.ts';

export const lastFinding = z.object({
  runId: id,
  model: z.string(),
  set: z.string(),
  /** Whether heads could be compared with anything: null where it is not known yet. */
  isCompared: z.boolean().nullable(),
  /** null where the run is done and its statistics have not been computed. */
  headline: z.string().nullable(),
  /** [layers][heads] differences of the heads that are called, 0 elsewhere. */
  values: z.array(z.array(z.number())).nullable(),
});
export type LastFinding = z.infer<typeof lastFinding>;
