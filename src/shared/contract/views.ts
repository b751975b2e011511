/** Views of a room that have a name. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { newView, savedView, viewsRequest } from '../saved-views.ts';
import { nothing } from './fields.ts';

export const views = {
  list: oc.input(viewsRequest).output(z.array(savedView)),
  /** One that has the name already is this one from then on. */
  save: oc.input(newView).output(savedView),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(savedView),
};
