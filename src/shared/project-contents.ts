/** What is in the projects of a workspace, by name: what the command palette leads to where no project is open. */
import { z } from 'zod';
import { id } from './entities/fields.ts';

const inProject = z.object({ id, name: z.string() });

export const projectContents = z.object({
  /** By project, in the order in which they were made. */
  sets: z.array(z.object({ id, name: z.string(), project: inProject })),
  /** The newest first. */
  runs: z.array(
    z.object({
      id,
      project: inProject,
      /** Of its set. */
      set: z.string(),
      model: z.object({ name: z.string(), layers: z.int(), heads: z.int() }),
      /** Whether anything of it is measured. */
      hasResults: z.boolean(),
    }),
  ),
});
export type ProjectContents = z.infer<typeof projectContents>;
