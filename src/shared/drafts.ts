/** What a person has begun and not finished: the text of a dialog, the figures gathered for one. Kept with the workspace. */
import { z } from 'zod';
import { draftText } from '../core/bounds.ts';
import { id } from './entities.ts';

/**
 * 'figure': of a project, the figures gathered for one of several. 'template': of a set, templates and word lists. 'rule': of a set,
 * sentences, and what was decided of what a rule makes of them.
 */
export const draftPlace = z.object({ of: z.enum(['figure', 'template', 'rule']), id });
export type DraftPlace = z.infer<typeof draftPlace>;

/** As the window wrote it, which reads it with a schema of its own; null: nothing is begun. */
export const draft = z.object({ text: z.string().nullable() });
export type Draft = z.infer<typeof draft>;

export const newDraft = draftPlace.extend({ text: draftText.nullable() });
