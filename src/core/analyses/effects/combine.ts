/** From what each pair comes to, head by head, to what the analysis comes to. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { EffectMethod } from './methods.ts';

/**
 * @param parts of each pair: by method [layer, head], share of the way; NaN where it was left out
 * @param cluster by place in the plan; null where each pair is a unit
 * @returns of each method `effects.METHOD` [layer, head] with `…_interval`, `…_n`, `…_p`, `…_q` (against 0 by sign flips; q over
 *   all heads); `effects.margin`. It yields the share that is done, in steps of some tens of milliseconds.
 */
export function* combineHeadEffects(
  parts: Iterable<PartOfItem>,
  methods: readonly EffectMethod[],
  cluster: ((position: number) => number) | null,
  { seed, margin }: { readonly seed: number; readonly margin: number },
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  for (const [index, method] of methods.entries()) {
    const gathering = gatherParts(parts, (name) => name === method);
    let step = gathering.next();
    while (step.done !== true) {
      yield index / methods.length;
      step = gathering.next();
    }
    const own = step.value.get(method);
    if (own === undefined) continue;
    const means = itemMeans(`effects.${method}`, own, {
      range: [null, null],
      signed: true,
      seed,
      cluster,
    });
    for (const [name, tensor] of yield* means) result.set(name, tensor);
  }
  result.set('effects.margin', scalar(margin));
  return result;
}
