/** Profiles by label, so that constructions stand side by side: means, of which each label has too few pairs for more. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { Comparison } from '../statistics/design-comparison.ts';
import type { NegationParts } from './combine.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES, PROFILE_DISTANCES } from './quantities.ts';

/** Labels with most pairs; others are left out. */
const MOST_LABELS = 60;

/** Parts that are read between two turns of others. */
const PARTS_PER_STEP = 16;

/**
 * Of the labels with most pairs, and of their neutrals where those are compared (side 0 the set, 1 the neutrals; NaN without):
 * `label_profiles` [side, label, profile, distance, layer, head], `label_values` [side, label, quantity, layer, head],
 * `label_pairs` [side, label], and the names as UTF-16 units, `label_names` [label, character], filled up with 0.
 */
export function* labelMeans(
  { parts, items, layers, heads }: NegationParts,
  rowOfPlace: Int32Array,
  { design, rows }: Comparison,
): Generator<number, Map<string, NamedTensor>, void> {
  const counts = new Map<string, number>();
  items.forEach(({ role, label }, place) => {
    if (role === 'set' && label !== null && rowOfPlace[place] !== -1)
      counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  const labels = [...counts]
    .toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, MOST_LABELS)
    .map(([label]) => label);
  const places = layers * heads;
  const sizes = {
    profiles: NEGATION_PROFILES.length * PROFILE_DISTANCES.length * places,
    values: NEGATION_QUANTITIES.length * places,
  } as const;
  const sums = (size: number) => new MeanOfSome(2 * labels.length, size);
  const means = { profiles: sums(sizes.profiles), values: sums(sizes.values) };
  const pairs = new Int32Array(2 * labels.length);
  const placeOf = new Map(labels.map((label, place) => [label, place]));
  for (const { position, part } of parts) {
    if (position % PARTS_PER_STEP === 0) yield 0.96;
    const { role, label } = items[position] ?? { role: 'control', label: null };
    const row = rowOfPlace[position] ?? -1;
    const place = label === null ? undefined : placeOf.get(label);
    if (role !== 'set' || row === -1 || place === undefined) continue;
    const isCompared = design.kind === 'paired' && rows.used[row] === 1;
    for (const [side, name] of isCompared ? (['set', 'neutral'] as const).entries() : [[0, 'set'] as const]) {
      const at = side * labels.length + place;
      pairs[at]!++;
      means.profiles.add(at, tensorOf(part, `${name}_profiles`).data);
      means.values.add(at, tensorOf(part, `${name}_values`).data);
    }
  }
  const length = Math.max(0, ...labels.map((label) => label.length));
  const names = new Int32Array(labels.length * length);
  labels.forEach((label, place) => {
    for (let index = 0; index < label.length; index++)
      names[place * length + index] = label.charCodeAt(index);
  });
  const sides = { side: 2, label: labels.length };
  const ofHeads = { layer: layers, head: heads };
  return new Map([
    ['label_names', namedTensor({ label: labels.length, character: length }, names)],
    ['label_pairs', namedTensor(sides, pairs)],
    [
      'label_profiles',
      namedTensor(
        { ...sides, profile: NEGATION_PROFILES.length, distance: PROFILE_DISTANCES.length, ...ofHeads },
        means.profiles.take(),
      ),
    ],
    [
      'label_values',
      namedTensor({ ...sides, quantity: NEGATION_QUANTITIES.length, ...ofHeads }, means.values.take()),
    ],
  ]);
}

/** Means of values that exist, [rows, size]. */
class MeanOfSome {
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;
  readonly #size: number;

  constructor(rows: number, size: number) {
    this.#size = size;
    this.#sums = new Float64Array(rows * size);
    this.#counts = new Uint32Array(rows * size);
  }

  add(row: number, values: ArrayLike<number>): void {
    const from = row * this.#size;
    for (let index = 0; index < this.#size; index++) {
      const value = values[index]!;
      if (Number.isNaN(value)) continue;
      this.#sums[from + index]! += value;
      this.#counts[from + index]!++;
    }
  }

  /** NaN where no value existed. */
  take(): Float32Array {
    return Float32Array.from(this.#sums, (sum, index) => sum / this.#counts[index]!);
  }
}

/** The names of labels, in the order of the tensors. */
export function labelNames(result: NamedTensors): string[] {
  const { shape, data } = tensorOf(result, 'label_names');
  const [labels = 0, length = 0] = shape;
  return Array.from({ length: labels }, (_, label) =>
    String.fromCharCode(
      ...Array.from(data.subarray(label * length, (label + 1) * length)).filter((unit) => unit !== 0),
    ),
  );
}
