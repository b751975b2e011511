/** What is to be known of pairs, tokenizer and model together: before a run, and of one that is stored. */
import { z } from 'zod';
import { modelText, rowId } from '../core/bounds.ts';
import { PAIR_NOTES } from '../core/pairs/pair-notes.ts';
import { ALIGNMENT_METHODS } from '../core/pairs/alignment.ts';
import { ROLES } from './entities.ts';
import { runLoad } from './run-costs.ts';
import { comparableSizesByUnits } from './run-power.ts';

export const pairNote = z.enum(PAIR_NOTES);

/** Pairs of which the same is to be said. */
const notedPairs = z.object({
  note: pairNote,
  pairs: z.int(),
  /** Unknown tokens in all of them, where that is the note. */
  tokens: z.int(),
  /** The first of them in the set's order, to look at. */
  examples: z.array(
    z.object({ pairId: rowId, position: z.int(), original: z.string(), compared: z.string() }),
  ),
});
export type NotedPairs = z.infer<typeof notedPairs>;

/** Pairs that cannot be measured, by the code of the reason. */
const failedPairs = z.object({
  code: z.string(),
  pairs: z.int(),
  /** What is said of one of them. */
  message: z.string(),
});

/** Of the pairs of one role. */
export const roleQuality = z.object({
  role: z.enum(ROLES),
  /** Those that are measured, or can be. */
  measured: z.int(),
  noted: z.array(notedPairs),
  failed: z.array(failedPairs),
});
export type RoleQuality = z.infer<typeof roleQuality>;

export const runQuality = z.object({
  /** false: the run was planned before pairs were looked at so, and nothing is known. */
  counted: z.boolean(),
  roles: z.array(roleQuality),
});
export type RunQuality = z.infer<typeof runQuality>;

/** What a run would be of, as `runs.create` takes it. */
export const runCheckRequest = z.object({
  projectId: rowId,
  setId: rowId,
  controlSetId: rowId.nullable(),
  model: modelText,
  alignment: z.enum(ALIGNMENT_METHODS).default('auto'),
});
export type RunCheckRequest = z.input<typeof runCheckRequest>;

/** How far a check is, and what it has found by then. */
export const runCheck = z.object({
  /** Pairs of set and control set. */
  checked: z.int(),
  total: z.int(),
  roles: z.array(roleQuality),
  /** What the pairs that can be measured are to the model. */
  load: runLoad,
  /** How many of them could be compared; null until all are looked at. */
  sizes: comparableSizesByUnits.nullable(),
});
export type RunCheck = z.infer<typeof runCheck>;
