/** Sets of texts as every process sees them. */
import { z } from 'zod';
import { rowId as id } from '../core/bounds.ts';

export const textSet = z.object({
  id,
  projectId: id,
  name: z.string(),
  description: z.string(),
  /** 'bundled:everyday-english', 'file:texts.csv', 'manual' */
  source: z.string(),
  createdAt: z.string(),
  textCount: z.int(),
  /** In order, null (no label) last. */
  labels: z.array(z.object({ label: z.string().nullable(), texts: z.int() })),
});
export type TextSet = z.infer<typeof textSet>;
