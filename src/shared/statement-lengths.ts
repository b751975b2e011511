/** How many statements of a run have how many tokens. */
import { z } from 'zod';
import type { StatementLength } from '../core/figures/length-bins.ts';

export const statementLength = z.object({
  /** As the model takes them, those that mark beginning and end among them. */
  tokens: z.int(),
  statements: z.int(),
}) satisfies z.ZodType<StatementLength>;
