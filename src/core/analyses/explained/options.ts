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
      'at which token a prediction is explained, counted from 0, or from the end with a minus: 3 is the fourth token, -1 the last one that has a prediction. Encoders explain the first [MASK] of a text; where a text has none, the token at this position is masked, special tokens not counted',
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
      'a token of your own instead, for every text: a word, for example Paris, read as within a sentence (with the space before it where that is one token), or # and a token id, for example #284',
    ),
};
