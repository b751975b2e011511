/** How many statements of a run have how many tokens. */
import { z } from 'zod';

export const statementLength = z.object({
  /** As the model takes them, those that mark beginning and end among them. */
  tokens: z.int(),
  statements: z.int(),
});
export type StatementLength = z.infer<typeof statementLength>;
