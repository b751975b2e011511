/** From what each pair comes to, head by head, to what the analysis comes to. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { namedTensor, type NamedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { EffectMethod } from './methods.ts';
import { type PatchState, stateNumber } from '../pair-states.ts';

export interface EffectsOfPair {
  readonly state: PatchState;
  /** By method [layer * head]; null for a pair that was left out. */
  readonly shares: ReadonlyMap<EffectMethod, Float64Array> | null;
  /** Tokens of each statement without partner in the other. */
  readonly unaligned: { readonly original: number; readonly counterfactual: number };
}

/** What a pair comes to, as it is stored: of each method [layer, head], NaN for one that was left out. */
export function partOfEffects(
  { layers, heads }: { readonly layers: number; readonly heads: number },
  methods: readonly EffectMethod[],
  { state, shares, unaligned }: EffectsOfPair,
): NamedTensors {
  const nothing = new Float64Array(layers * heads).fill(Number.NaN);
  return new Map([
    ...methods.map(
      (method) =>
        [method, namedTensor({ layer: layers, head: heads }, shares?.get(method) ?? nothing)] as const,
    ),
    ['state', scalar(stateNumber(state))],
    ['unaligned_original', scalar(unaligned.original)],
    ['unaligned_counterfactual', scalar(unaligned.counterfactual)],
  ]);
}

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
