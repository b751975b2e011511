/** Which neurons an analysis is of. */
import { CoreError } from '../../errors.ts';
import { furthestFromZero } from '../../statistics/furthest-from-zero.ts';
import { randomSource } from '../../statistics/random.ts';
import { MOST_NEURONS } from './options.ts';

export interface NeuronPlace {
  readonly layer: number;
  readonly neuron: number;
}

export interface NeuronCounts {
  readonly layers: number;
  /** Of one layer. */
  readonly neurons: number;
}

/**
 * '3.12, 5.100-104' as places, in the order of the text, none twice; none for an empty text.
 * @throws CoreError INPUT_INVALID for another text, a neuron that the model does not have, and more than 64
 */
export function readNeurons(text: string, { layers, neurons }: NeuronCounts): NeuronPlace[] {
  const found = new Map<number, NeuronPlace>();
  const wrong = (message: string): never => {
    throw new CoreError('INPUT_INVALID', message, { neurons: text });
  };
  for (const part of text.split(/[,;\s]+/).filter((one) => one !== '')) {
    const match = /^L?(\d{1,6})[.:N]N?(\d{1,6})(?:-(\d{1,6}))?$/i.exec(part);
    if (match === null)
      return wrong(`“${part}” is no neuron: write its layer, a dot and its number, as in 3.12 or 3.12-15`);
    const [layer, first, last] = [match[1], match[2], match[3] ?? match[2]].map(Number) as [
      number,
      number,
      number,
    ];
    if (layer >= layers || last >= neurons || first > last)
      return wrong(
        `there is no ${part}: the model has layers 0 to ${layers - 1} of neurons 0 to ${neurons - 1}`,
      );
    if (last - first >= MOST_NEURONS) return wrong(`${part} is more than ${MOST_NEURONS} neurons`);
    for (let neuron = first; neuron <= last; neuron++) found.set(layer * neurons + neuron, { layer, neuron });
  }
  if (found.size > MOST_NEURONS)
    return wrong(`${found.size} neurons are named; ${MOST_NEURONS} are the most`);
  return [...found.values()];
}

/** Different ones of all layers, all alike, by layer. */
export function drawNeurons({ layers, neurons }: NeuronCounts, count: number, seed: number): NeuronPlace[] {
  const source = randomSource(seed, 'neurons-drawn');
  const drawn = new Set<number>();
  const wanted = Math.min(count, layers * neurons);
  while (drawn.size < wanted) drawn.add(source.below(layers * neurons));
  return [...drawn]
    .toSorted((a, b) => a - b)
    .map((place) => ({ layer: Math.floor(place / neurons), neuron: place % neurons }));
}

/** The places with the largest absolute values, the largest first; ties go to the earlier. @param values [layer, neuron] */
export function largestNeurons(values: Float64Array, neurons: number, count: number): NeuronPlace[] {
  return furthestFromZero(values, count).map((place) => ({
    layer: Math.floor(place / neurons),
    neuron: place % neurons,
  }));
}
