/**
 * What an intervention does to the output of a model, in one vocabulary for patching and ablation alike. An outcome is what is
 * read of one run: one number, or a vector. docs/science.md, _Effects_.
 */

export const EFFECT_KINDS = [
  'logit_difference',
  'log_probability',
  'loss',
  'kl',
  'pooled',
  'residual',
  'cosine',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

export interface EffectDefinition {
  readonly title: string;
  /** Of one number of the outcome; '' where it has none. */
  readonly unit: string;
  /** 'logits': the model has to have a language-model head; 'stream': what leaves its last block, which every model has. */
  readonly reads: 'logits' | 'stream';
  /** How many tokens have to be named: a target, and what it is held against. */
  readonly targets: 0 | 1 | 2;
  /** Whether it is read at one position. */
  readonly hasPosition: boolean;
  readonly words: string;
}

export const EFFECTS: Readonly<Record<EffectKind, EffectDefinition>> = {
  logit_difference: {
    title: 'Logit difference',
    unit: 'nats',
    reads: 'logits',
    targets: 2,
    hasPosition: true,
    words: 'the logit of the target less that of the token it is held against',
  },
  log_probability: {
    title: 'Log probability',
    unit: 'nats',
    reads: 'logits',
    targets: 1,
    hasPosition: true,
    words: 'the log of the probability of the target',
  },
  loss: {
    title: 'Loss',
    unit: 'nats',
    reads: 'logits',
    targets: 0,
    hasPosition: false,
    words: 'the mean loss on the tokens that both statements have in common',
  },
  kl: {
    title: 'KL from the clean output',
    unit: 'nats',
    reads: 'logits',
    targets: 0,
    hasPosition: true,
    words: 'how far the distribution over the vocabulary is from that of the clean run',
  },
  pooled: {
    title: 'Sentence vector',
    unit: '',
    reads: 'stream',
    targets: 0,
    hasPosition: false,
    words: 'the vector of the sentence, along the line from one statement to the other',
  },
  residual: {
    title: 'Final residual stream',
    unit: '',
    reads: 'stream',
    targets: 0,
    hasPosition: true,
    words: 'what leaves the last block at a token, along the line from one statement to the other',
  },
  cosine: {
    title: 'Cosine to a third sentence',
    unit: '',
    reads: 'stream',
    targets: 0,
    hasPosition: false,
    words: 'the cosine of the vector of the sentence to that of a third one',
  },
};

/** How tokens become one vector: sentence-transformers' names. */
export const POOLINGS = ['mean', 'cls', 'max', 'last'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Where an effect is read: the last token, [MASK], or a position of the original, counted from 0. */
export type PositionRule = 'last' | 'mask' | number;

/** An effect as it is measured: nothing is left to be chosen. */
export interface Effect {
  readonly kind: EffectKind;
  readonly position: PositionRule;
  readonly pooling: Pooling;
  /** Of a cosine: what to. */
  readonly toward: 'original' | 'neutral';
  /** Runs that differ by less have nothing between them that could be shared out. */
  readonly least: number;
}
