/** What an import takes of a file for each pair, as people read it, in the order in which it is told. */
export const IMPORTED_PARTS = [
  ['original', 'original'],
  ['counterfactual', 'counterfactual'],
  ['neutral', 'neutral'],
  ['label', 'label'],
  ['cluster', 'cluster'],
  ['answer', 'answer'],
  ['wrongAnswer', 'wrong answer'],
] as const;
