import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { pathText, wordText } from '../../core/bounds.ts';
import { id } from '../entities/fields.ts';
import { filePiece64 } from '../tables.ts';

export const bundles = {
  /** A run as one file that another workspace can take in, in pieces; `notes`: with notes, pins and saved views. */
  write: oc
    .input(z.object({ runId: id, tensors: z.boolean(), notes: z.boolean() }))
    .output(eventIterator(filePiece64)),
  /** Takes in the run of a bundle; BUNDLE_INVALID where its hashes differ. Notes of heads that have others here are left out. A page sends the file by `sets.beginUpload`. */
  add: oc
    .input(
      z.object({
        projectId: id,
        file: z.union([z.object({ uploadId: wordText }), z.object({ path: pathText })]),
      }),
    )
    .output(z.object({ runId: id, notesLeftOut: z.int().min(0) })),
};
