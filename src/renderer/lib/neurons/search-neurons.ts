/** Neurons by a token: one that excites them, or one that they write. */
import type { ShownNeuron } from '../../../core/analyses/neurons/neurons.ts';

/** Those that have a token with the text in it among what excites them most or what they raise or lower most, whatever its case. */
export function findNeurons(neurons: readonly ShownNeuron[], search: string): ShownNeuron[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [...neurons];
  return neurons.filter(({ examples, raises, lowers }) =>
    [...examples.top, ...(raises ?? []), ...(lowers ?? [])].some(({ word }) =>
      word.toLowerCase().includes(wanted),
    ),
  );
}
