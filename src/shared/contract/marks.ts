/** Notes and pins. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { mark, markWords, newMark } from '../marks.ts';

export const marks = {
  /** Of a project, what was changed last first. */
  list: oc.input(z.object({ projectId: id })).output(z.array(mark)),
  /** Returns what stood there before. '' and not pinned takes both away. */
  set: oc.input(newMark).output(markWords),
};
