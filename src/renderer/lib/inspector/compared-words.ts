/** The words of metrics, where an original is compared with its neutral change. */
import type { Compared } from '../../../core/figures/pair-maps.ts';

/** Metrics are named and defined for a counterfactual; beside a neutral they are the same, and say "neutral". */
export function wordsFor(compared: Compared, words: string): string {
  return compared === 'neutral' ? words.replaceAll('counterfactual', 'neutral') : words;
}
