import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { wordText } from '../../core/bounds.ts';
import { job } from '../jobs.ts';
import { nothing } from './fields.ts';

export const jobs = {
  /** Progress of all that takes long, from now on; the present state first. */
  feed: oc.output(eventIterator(job)),
  /** Returns when it has stopped. What was done stays: batches of a run, files of a download. */
  cancel: oc.input(z.object({ jobId: wordText })).output(nothing),
};
