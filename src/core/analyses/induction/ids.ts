/** The token ids of an induction analysis, as `--inputs FILE.json` has them: the section `induction` of a file of reference values. */
import { z } from 'zod';
import { LARGEST, MOST } from '../../bounds.ts';
import { SETUPS } from './trials.ts';

const id = z.int().min(0).max(LARGEST.tokenId);
const ids = z.array(id).min(1).max(MOST.tokens);
const position = z.int().min(0).max(MOST.tokens);

const trial = z.object({
  ids: ids.describe('token ids, the mask among them'),
  masked: position.describe('where the mask is'),
  token: id.optional().describe('what stands there'),
  keys: z
    .record(z.string().max(100), position)
    .describe('positions that are looked at from the mask, by name'),
});

export const inductionIds = z.object({
  length: z.int().min(2).max(MOST.tokens).describe('tokens of one copy'),
  sequences: z
    .array(ids)
    .min(1)
    .max(MOST.statements)
    .optional()
    .describe('of a decoder: a first token and two copies'),
  special: z
    .object({ cls: id, sep: id, mask: id })
    .optional()
    .describe('ids of special tokens of an encoder'),
  setups: z
    .partialRecord(z.enum(SETUPS), z.array(trial).min(1).max(MOST.statements))
    .optional()
    .describe('of an encoder: its trials, by set-up'),
  icl: z
    .object({
      texts: z.array(ids).min(1).max(MOST.statements),
      context_early: position.min(1),
      context_late: position.min(2),
      masked: z.array(position).max(MOST.statements).nullish(),
    })
    .nullish()
    .describe('texts for the in-context learning score, and its contexts'),
});
export type InductionIds = z.output<typeof inductionIds>;
