/** What a person has noted of a run, a pair, or a head of a model, and whether it is pinned. */
import { z } from 'zod';
import { descriptionText, modelText, place } from '../core/bounds.ts';
import { id, timestamp } from './entities.ts';

/** What a note is of. Heads are of a model by its name: whatever run they are seen in. */
export const markedThing = z.discriminatedUnion('of', [
  z.object({ of: z.literal('run'), runId: id }),
  z.object({ of: z.literal('pair'), pairId: id }),
  z.object({ of: z.literal('head'), model: modelText, layer: place, head: place }),
]);
export type MarkedThing = z.infer<typeof markedThing>;

const words = { note: descriptionText, pinned: z.boolean() };

/** '' and not pinned: nothing is kept of the thing. */
export const markWords = z.object(words);
export type MarkWords = z.infer<typeof markWords>;

export const newMark = z.object({ projectId: id, thing: markedThing, ...words });

const kept = { note: z.string(), pinned: z.boolean(), changedAt: timestamp };
export const mark = z.discriminatedUnion('of', [
  z.object({ of: z.literal('run'), runId: id, ...kept }),
  z.object({
    of: z.literal('pair'),
    pairId: id,
    setId: id,
    set: z.string(),
    /** In its set, from 0. */
    position: z.int(),
    original: z.string(),
    counterfactual: z.string(),
    /** The latest run that has it, in which it is looked at; null: none has. */
    runId: id.nullable(),
    ...kept,
  }),
  z.object({ of: z.literal('head'), model: z.string(), layer: z.int(), head: z.int(), ...kept }),
]);
export type Mark = z.infer<typeof mark>;
