/** Views that a person has given a name. */
import { z } from 'zod';
import { addressText, nameText, wordText } from '../core/bounds.ts';
import { id, timestamp } from './entities.ts';

export const savedView = z.object({
  id,
  room: z.string(),
  name: z.string(),
  /** What stands behind the ? of its address. */
  query: z.string(),
  createdAt: timestamp,
});
export type SavedView = z.infer<typeof savedView>;

export const viewsRequest = z.object({ projectId: id, room: wordText });
export const newView = viewsRequest.extend({ name: nameText, query: addressText });
export type NewView = z.infer<typeof newView>;
