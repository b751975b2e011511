/** Fields that questions of several rooms have. */
import { z } from 'zod';
import { LARGEST } from '../../core/bounds.ts';

export const nothing = z.object({});
export const binary = z.instanceof(Blob);
/** Of a file that a person has chosen. */
export const fileBytes = z
  .int()
  .min(0)
  .max(LARGEST.offset * 1024);
export const filePiece = binary.refine(({ size }) => size <= 2 ** 20, 'more than 1 MiB in one piece');
export const values = z.array(z.number().nullable());
