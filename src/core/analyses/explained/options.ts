/** Which prediction of a text is explained: options that attribution and the logit lens share. */
import { z } from 'zod';
import { MOST, wordText } from '../../bounds.ts';

export const explainedOptions = {
  position: z
    .int()
    .min(-MOST.tokens)
    .max(MOST.tokens)
    .default(-1)
    .describe(
      'where a prediction is explained: counted from 0, or with a minus from the end, -1 the last place that has one. An encoder reads it at the first [MASK] of the text; a text without gets its mask there, special tokens not counted',
    ),
  explained: z
    .enum(['text', 'top', 'answer'])
    .default('text')
    .describe(
      'which token: the one that the text has there, the one that the model ranks first, or the answer of a pair, after it or at its mask: against its wrong answer where there is one, of the counterfactual the other way round',
    ),
  target: wordText
    .default('')
    .describe(
      'a token of your own instead, for every text: a word as it stands in a sentence, with the space before it (without one where only that is a token), or #ID for any token',
    ),
};
