/** The choice of an effect, as options of a kind of analysis: a kind extends its own options by these fields. */
import { z } from 'zod';
import { MOST, wordText } from '../bounds.ts';
import { EFFECT_KINDS, type PositionRule, POOLINGS } from './effects.ts';

const LARGEST_POSITION = MOST.tokens - 1;

/** 'auto', 'last', 'mask', or digits. */
const positionText = wordText.regex(/^(auto|last|mask|\d{1,5})$/, {
  error: `is auto, last, mask or a position from 0 to ${LARGEST_POSITION}`,
});

const tokenText = wordText;

export const effectFields = {
  effect: z
    .enum(['auto', ...EFFECT_KINDS])
    .default('auto')
    .describe(
      'what is measured on the output: logit_difference, log_probability, loss, kl (models with a language-model head), pooled, residual, cosine; auto: the logit difference where tokens are named, else the loss, and pooled for a model without such a head',
    ),
  position: positionText
    .default('auto')
    .describe(
      'where it is read: last, mask, or a position of the original from 0; auto: the mask where there is one, else the last token',
    ),
  target: tokenText
    .default('')
    .describe(
      'the token whose logit is read: a word, for example Paris, or # and a token id, for example #284; left empty: the answer of each pair',
    ),
  against: tokenText
    .default('')
    .describe(
      'the token that it is compared with: a word, for example London, or # and a token id, for example #284; left empty: the wrong answer of each pair',
    ),
  pieces: z
    .enum(['refuse', 'first'])
    .default('refuse')
    .describe(
      'a word of several tokens: it is refused, and a pair whose own answer it is left out (refuse), or its first token stands for it (first)',
    ),
  pooling: z
    .enum(['auto', ...POOLINGS])
    .default('auto')
    .describe(
      'how tokens become the vector of a sentence; auto: as the model’s own settings say, else the mean',
    ),
  toward: z
    .enum(['original', 'neutral'])
    .default('original')
    .describe('for the effect cosine: the sentence that the output is held against'),
  least: z
    .number()
    .min(0)
    .max(1000)
    .default(0.02)
    .describe(
      'pairs whose two statements differ by less than this on the output are left out: in the unit of the effect; of vectors, as a share of the longer one',
    ),
};

export const effectOptions = z.object(effectFields);
export type EffectOptions = z.output<typeof effectOptions>;

/** null: as the model and the statement have it. */
export function positionRule(text: string): PositionRule | null {
  if (text === 'auto') return null;
  return text === 'last' || text === 'mask' ? text : Number(text);
}
