/** What is stored of each pair until the analysis is put together. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import { type PatchState, stateNumber, stateOf } from '../pair-states.ts';
import type { ComparedPair } from '../statistics/compared-pair.ts';

/** One statement held against its original: the counterfactual, or the neutral. */
export interface PatchedSide {
  readonly state: PatchState;
  readonly ids: readonly number[];
  readonly aligned: readonly (readonly [number, number])[];
  /** Tokens without partner, on either side. */
  readonly inserted: number;
  /** What was read of the clean run, and of the corrupted one; NaN of effects that are vectors. */
  readonly clean: number;
  readonly corrupted: number;
  /** By the name of the map; of those by position also `…_at`, [layer, position] or [layer, head, position]. */
  readonly effects: NamedTensors;
}

export function partOfPatching(
  originalIds: readonly number[],
  set: PatchedSide,
  neutral: PatchedSide | null,
): NamedTensors {
  const part = new Map<string, NamedTensor>([
    ['states', integers({ side: 2 }, [stateNumber(set.state), stateNumber(neutral?.state ?? null)])],
    ['original_ids', integers({ position: originalIds.length }, originalIds)],
  ]);
  for (const [name, side] of [
    ['set', set],
    ['neutral', neutral],
  ] as const) {
    if (side === null) continue;
    part.set(`${name}_ids`, integers({ position: side.ids.length }, side.ids));
    part.set(`${name}_aligned`, integers({ pair: side.aligned.length, end: 2 }, side.aligned.flat()));
    part.set(
      `${name}_facts`,
      namedTensor({ fact: 3 }, Float64Array.of(side.inserted, side.clean, side.corrupted)),
    );
    for (const [map, tensor] of side.effects) part.set(`${name}.${map}`, tensor);
  }
  return part;
}

function integers(sizes: Readonly<Record<string, number>>, values: readonly number[]): NamedTensor {
  return namedTensor(sizes, Int32Array.from(values));
}

/** Of both comparisons of a pair; null where it has no such statement. */
export function statesOf(part: NamedTensors): Readonly<Record<'set' | 'neutral', PatchState | null>> {
  const [set = -1, neutral = -1] = tensorOf(part, 'states').data;
  return { set: stateOf(set), neutral: stateOf(neutral) };
}

/** As comparisons take it. */
export function comparedPatch(
  part: NamedTensors,
  side: 'set' | 'neutral',
  place: Pick<ComparedPair, 'position' | 'label' | 'cluster'>,
): ComparedPair {
  const flat = tensorOf(part, `${side}_aligned`).data;
  return {
    ...place,
    originalIds: Array.from(tensorOf(part, 'original_ids').data),
    counterfactualIds: Array.from(tensorOf(part, `${side}_ids`).data),
    aligned: Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at] ?? 0, flat[2 * at + 1] ?? 0]),
  };
}

/** Inserted tokens, and outcomes of both runs. */
export function factsOfSide(part: NamedTensors, side: 'set' | 'neutral') {
  const [inserted = 0, clean = Number.NaN, corrupted = Number.NaN] = tensorOf(part, `${side}_facts`).data;
  return { inserted, clean, corrupted };
}
