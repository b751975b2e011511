/** What a person has begun and not finished. */
import { oc } from '@orpc/contract';
import { draft, draftPlace, newDraft } from '../drafts.ts';
import { nothing } from './fields.ts';

export const drafts = {
  get: oc.input(draftPlace).output(draft),
  save: oc.input(newDraft).output(nothing),
};
