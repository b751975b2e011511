import { z } from 'zod';
import { LONGEST, MOST, seedNumber } from '../../bounds.ts';
import { readExplained } from './explanation.ts';

/** What a score is held against, and so what lift means where a head is called. */
export const LIFTS = ['uniform', 'own-positions', 'sinks-excluded'] as const;
export type Lift = (typeof LIFTS)[number];

export const LIFT_WORDS: Readonly<Record<Lift, string>> = {
  uniform: 'attention spread evenly over the keys that a token may look at',
  'own-positions': 'the head’s own mean attention by relative position',
  'sinks-excluded':
    'attention spread evenly over the keys that are no sinks, of what the head does not give to sinks',
};

const FARTHEST = MOST.tokens - 1;
const offset = z.int().min(-FARTHEST).max(FARTHEST);
const expression = z.string().max(LONGEST.word);

export const patternsOptions = z
  .object({
    lift: z
      .enum(LIFTS)
      .default('uniform')
      .describe(
        'what a score is held against: attention spread evenly, the head’s own mean by relative position, or evenly with sinks excluded',
      ),
    margin: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('a head is called when the whole interval of its lift on unseen texts lies above this'),
    ownQuery: expression
      .default('')
      .describe(
        'a detector of your own: a regular expression (RE2) that the text of the query token has to match',
      ),
    ownKey: expression
      .default('')
      .describe('the same of the key token; without either, there is no detector of your own'),
    ownFrom: offset
      .default(-FARTHEST)
      .describe('how far from the query the key of your own detector may stand, at least'),
    ownTo: offset.default(FARTHEST).describe('and at most; negative looks back'),
    explain: z
      .string()
      .max(LONGEST.description)
      .refine((text) => readExplained(text) !== null, {
        error: 'is not written as L2H2:space,L0H1:previous, each with the name of a detector',
      })
      .default('')
      .describe(
        'heads to take away on the unseen texts, each with the detector that tells its tokens apart: L2H2:space',
      ),
    masked: z
      .number()
      .min(0.01)
      .max(1)
      .default(0.15)
      .describe(
        'share of its tokens that an encoder has to tell at once where heads are taken away: in turns, until each was masked once',
      ),
    seed: seedNumber
      .default(0)
      .describe('seed of the split into two halves, of the tokens masked and of the resampling'),
  })
  .refine(({ ownFrom, ownTo }) => ownFrom <= ownTo, {
    path: ['ownTo'],
    error: ({ input }) => {
      const { ownFrom, ownTo } = input as { ownFrom: number; ownTo: number };
      return `is ${ownTo}, which lies before ownFrom, ${ownFrom}: no key can stand between them`;
    },
  });
export type PatternsOptions = z.output<typeof patternsOptions>;

/** Whether there is a detector of a person's own. */
export function hasOwn({ ownQuery, ownKey }: Pick<PatternsOptions, 'ownQuery' | 'ownKey'>): boolean {
  return ownQuery !== '' || ownKey !== '';
}
