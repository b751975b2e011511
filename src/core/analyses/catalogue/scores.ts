/**
 * The scores of the catalogue, each with its published definition. Of a sentence in which two people are named and one comes again
 * (Wang et al. 2022): IO is the one that is named once, the answer; S1 and S2 where the other is named; END the last token, after which the
 * answer should come. P is a head's attention pattern, [query, key].
 */
import type { HeadQuestion } from '../of-heads.ts';

export interface CatalogueScore {
  readonly title: string;
  /** What a head that is called is called. */
  readonly as: string;
  readonly definition: string;
  readonly control: string;
  readonly source: string;
  readonly unit: '' | 'logits';
  readonly question: HeadQuestion;
  /** The tensor that it is read off; -1 where heads are called for low values. */
  readonly of: Measure;
  readonly direction: 1 | -1;
  /** Whether a head has to look at IO more than at S1 and S2 together, too. */
  readonly looksAtAnswer: boolean;
}

/** What is measured on each pair, with a control each. */
export const MEASURES = [
  'direct_effect',
  'answer_attention',
  's2_attention',
  'duplicate_token',
  'previous_token',
  'induction',
  'own_name',
] as const;
export type Measure = (typeof MEASURES)[number];

export const WANG = 'Wang et al. 2022, https://arxiv.org/abs/2211.00593';

export const CATALOGUE_SCORES = {
  name_mover: {
    title: 'Name mover: direct effect',
    as: 'name mover',
    definition:
      'What the head at END adds to the logit of the answer less that of the other name, with the final norm’s scale frozen; it looks at IO more than at S1 and S2 together.',
    control: 'the same of two names that are not in the sentence',
    source: `${WANG}, section 3.1`,
    unit: 'logits',
    question: 'carries',
    of: 'direct_effect',
    direction: 1,
    looksAtAnswer: true,
  },
  negative_name_mover: {
    title: 'Negative name mover: direct effect',
    as: 'negative name mover',
    definition: 'The same, below 0: it looks at IO and speaks against it.',
    control: 'the same of two names that are not in the sentence',
    source: `${WANG}, section 3.1`,
    unit: 'logits',
    question: 'carries',
    of: 'direct_effect',
    direction: -1,
    looksAtAnswer: true,
  },
  s_inhibition: {
    title: 'S-inhibition: attention from END to S2',
    as: 'S-inhibition',
    definition: 'P[END, S2]. That it turns name movers away from S is shown by path patching, not by this.',
    control: 'P[END, the token after S2]',
    source: `${WANG}, section 3.2`,
    unit: '',
    question: 'looks',
    of: 's2_attention',
    direction: 1,
    looksAtAnswer: false,
  },
  duplicate_token: {
    title: 'Duplicate token: attention from S2 to S1',
    as: 'duplicate token of names',
    definition: 'P[S2, S1].',
    control: 'the same cell of the counterfactual, where another name stands at S2',
    source: `${WANG}, section 3.3`,
    unit: '',
    question: 'looks',
    of: 'duplicate_token',
    direction: 1,
    looksAtAnswer: false,
  },
  previous_token: {
    title: 'Previous token: attention to the token before',
    as: 'previous token of names',
    definition: 'Mean of P[i, i - 1] over i from 2.',
    control: 'mean of P[i, i - 2]',
    source: `${WANG}, section 3.3; Olsson et al. 2022, https://arxiv.org/abs/2209.11895`,
    unit: '',
    question: 'looks',
    of: 'previous_token',
    direction: 1,
    looksAtAnswer: false,
  },
  induction: {
    title: 'Induction: attention from S2 to what followed S1',
    as: 'induction of names',
    definition: 'P[S2, S1 + 1].',
    control: 'the same cell of the counterfactual, where nothing of S1 is repeated',
    source: `${WANG}, section 3.3; Olsson et al. 2022, https://arxiv.org/abs/2209.11895`,
    unit: '',
    question: 'looks',
    of: 'induction',
    direction: 1,
    looksAtAnswer: false,
  },
  copy_suppression: {
    title: 'Copy suppression: direct effect of IO on itself',
    as: 'copy suppression',
    definition:
      'What the head moves from IO to END of IO’s own logit, less that of a name that is not in the sentence; below 0 it suppresses what it looks at.',
    control: 'from the same place, of the other name less another that is not in the sentence',
    source: 'McDougall et al. 2023, https://arxiv.org/abs/2310.04625',
    unit: 'logits',
    question: 'carries',
    of: 'own_name',
    direction: -1,
    looksAtAnswer: false,
  },
} as const satisfies Record<string, CatalogueScore>;
export type CatalogueScoreName = keyof typeof CATALOGUE_SCORES;
export const SCORE_NAMES = Object.keys(CATALOGUE_SCORES) as CatalogueScoreName[];
