/** Cases that were given as token ids: each under the names of the reference values, `dla.N.…`, and no means over them. */
import type { PartOfItem } from '../gather-parts.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { furthestFromZero } from '../../statistics/furthest-from-zero.ts';

/** Neurons that are named of each case, over all layers. */
const TOP_NEURONS = 10;
const PREFIX = 'dla.';

/**
 * @param parts of each case its tensors, a last axis `target`
 * @returns of case N `dla.N.NAME`, and of models with MLPs `dla.N.top_neurons` [10, (layer, neuron)] with `dla.N.top_neuron_values`
 *   [10], those that add most to the first target, either way; `attribution.cases`; `attribution.shares`
 */
export function* combineCases(
  parts: Iterable<PartOfItem>,
  isOfShares: boolean,
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  let cases = 0;
  for (const { position, part } of parts) {
    cases++;
    for (const [name, tensor] of part) result.set(`${PREFIX}${position}.${name}`, tensor);
    const neurons = part.get('neurons');
    if (neurons !== undefined) {
      const [, size = 0, targets = 1] = neurons.shape;
      const first = Float64Array.from(
        { length: neurons.data.length / targets },
        (_, at) => neurons.data[at * targets] as number,
      );
      const top = furthestFromZero(first, TOP_NEURONS);
      result.set(
        `${PREFIX}${position}.top_neurons`,
        namedTensor(
          { top: top.length, place: 2 },
          Int32Array.from(top.flatMap((at) => [Math.floor(at / size), at % size])),
        ),
      );
      result.set(
        `${PREFIX}${position}.top_neuron_values`,
        namedTensor(
          { top: top.length },
          Float64Array.from(top, (at) => first[at] as number),
        ),
      );
    }
    yield 0.5;
  }
  result.set('attribution.cases', scalar(cases));
  result.set('attribution.shares', scalar(isOfShares ? 1 : 0));
  return result;
}

/** The cases of a result that is of token ids: their places in the plan. */
export function casesOf(result: NamedTensors): number[] {
  return [...result.keys()].flatMap((name) => {
    const [, place] = /^dla\.(\d+)\.total$/.exec(name) ?? [];
    return place === undefined ? [] : [Number(place)];
  });
}
