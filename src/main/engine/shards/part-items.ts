/** pairs-K-of-N.jsonl.zst: a line for each comparison of a part, in the order of its rows: by role, then by place. */
import { z } from 'zod';
import { PAIR_NOTES } from '../../../core/pairs/pair-notes.ts';
import { pair, ROLES } from '../../../shared/entities.ts';

const ids = z.array(z.int().min(0));
const ranges = z.array(z.tuple([z.int(), z.int()]));
const text = z.string();

/** A pair as a set has it. */
export const pairContent = pair.omit({ id: true, setId: true, position: true });

const place = {
  role: z.enum(ROLES),
  /** In its set, from 0. */
  position: z.int().min(0),
  /** With the comparison of a pair; absent with that of its neutral. */
  pair: pairContent.optional(),
};

export const partItem = z.discriminatedUnion('state', [
  z.object({
    ...place,
    state: z.literal('done'),
    originalIds: ids,
    counterfactualIds: ids,
    alignmentUsed: z.enum(['position', 'edit', 'manual']),
    aligned: ranges,
    notes: z.array(z.object({ note: z.enum(PAIR_NOTES), tokens: z.int().min(0) })),
  }),
  z.object({ ...place, state: z.literal('failed'), code: text, message: text }),
]);
export type PartItem = z.infer<typeof partItem>;
export type PartPair = z.infer<typeof pairContent>;
