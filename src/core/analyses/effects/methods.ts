/**
 * How a head's part is tested: what is put in the place of what it reads out (hook_z), at all positions, into which statement.
 * docs/science.md, _Effects of heads_.
 */
export const EFFECT_METHODS = ['patch', 'noise', 'resample', 'mean_set', 'mean_row', 'zero'] as const;
export type EffectMethod = (typeof EFFECT_METHODS)[number];

export interface MethodWords {
  /** Short enough for a choice and a table. */
  readonly title: string;
  /** After "what": the axis of the figure. */
  readonly axis: string;
  readonly definition: string;
}

export const METHOD_WORDS: Readonly<Record<EffectMethod, MethodWords>> = {
  patch: {
    title: 'restored',
    axis: 'restored by the head',
    definition:
      'The head reads out of the counterfactual what it reads out of the original, at aligned positions: how much of the way back that alone goes. It shows what is enough.',
  },
  noise: {
    title: 'taken from the other',
    axis: 'lost with the head of the other statement',
    definition:
      'The head reads out of the original what it reads out of the counterfactual, at aligned positions: how much of the way is gone. It shows what is needed.',
  },
  resample: {
    title: 'from another pair',
    axis: 'lost with the head of another pair',
    definition:
      'The head reads out of the original what it reads out of the original of another pair, drawn at random, at the same positions.',
  },
  mean_set: {
    title: 'mean of the set',
    axis: 'lost with the head at its mean',
    definition:
      'The head reads out of the original its mean over all tokens of all pairs: what it always says stays, and nothing else.',
  },
  mean_row: {
    title: 'mean of the text',
    axis: 'lost with the head at its mean over the text',
    definition: 'The head reads out of the original its mean over the positions of that original.',
  },
  zero: {
    title: 'zero',
    axis: 'lost with the head at zero',
    definition:
      'The head reads out nothing of the original. The model has never met that, so part of it may come of that and not of what the head says.',
  },
};
