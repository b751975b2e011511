/** The pairs that the golden BERT was measured on in PyTorch, as a file of pairs has them. */
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };

export const PAIRS = golden.map(({ original_ids, counterfactual_ids }, index) => ({
  original_ids,
  counterfactual_ids,
  label: index % 2 === 0 ? 'even' : 'odd',
}));
