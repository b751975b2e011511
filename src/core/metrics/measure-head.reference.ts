/**
 * The metrics of a head by their definitions, on plain nested arrays: slow, and easy to compare with docs/science.md,
 * section 2. The kernels are tested against this; nothing else uses it.
 */
import { mean } from 'd3-array';
import type { MetricName } from './catalogue.ts';
import type { Queries } from './queries.ts';

export interface PlainHead {
  /** [n, n] */
  readonly pattern: readonly (readonly number[])[];
  /** [n, d] */
  readonly z: readonly (readonly number[])[];
}

export interface PlainPair {
  /** [n] and [n'] token ids */
  readonly original: readonly number[];
  readonly counterfactual: readonly number[];
  /** [original position, counterfactual position] */
  readonly aligned: readonly (readonly [number, number])[];
}

export interface PlainOptions {
  readonly queries: Queries;
  readonly causal: boolean;
  readonly special: ReadonlySet<number>;
  readonly stops: ReadonlySet<number>;
}

/** By name; NaN where undefined. */
export function measureHeadPlainly(
  a: PlainHead,
  b: PlainHead,
  pair: PlainPair,
  options: PlainOptions,
): Record<MetricName, number> {
  const facts = factsOf(pair, options);
  const sinkMassA = average(facts.rowsA.map((i) => sum(pick(a.pattern[i]!, facts.sinksA))));
  const sinkMassB = average(facts.rowsB.map((j) => sum(pick(b.pattern[j]!, facts.sinksB))));
  const excluded = Object.entries(measureForm(a, b, pair, options, facts, true))
    .filter(([name]) => name !== 'shift_from_sinks')
    .map(([name, value]): [string, number] => [`${name}_no_sinks`, value]);
  return {
    ...measureForm(a, b, pair, options, facts, false),
    ...Object.fromEntries(excluded),
    sink_mass_original: sinkMassA,
    sink_mass_counterfactual: sinkMassB,
    sink_mass_diff: sinkMassB - sinkMassA,
    ...measureValues(a, b, pair, facts.queries),
  } as Record<MetricName, number>;
}

/** Changed tokens, the common prefix, sinks, and what counts as query. */
function factsOf({ original, counterfactual, aligned }: PlainPair, options: PlainOptions) {
  const substituted = aligned.filter(([i, j]) => original[i] !== counterfactual[j]);
  const inA = new Set(aligned.map(([i]) => i));
  const inB = new Set(aligned.map(([, j]) => j));
  const changedA = positions(original).filter((i) => !inA.has(i) || substituted.some(([k]) => k === i));
  const changedB = positions(counterfactual).filter(
    (j) => !inB.has(j) || substituted.some(([, k]) => k === j),
  );
  const firstDifference = aligned.findIndex(
    ([i, j], s) => i !== s || j !== s || original[i] !== counterfactual[j],
  );
  const prefix = firstDifference < 0 ? aligned.length : firstDifference;

  const byRule = (ids: readonly number[]) =>
    new Set(
      positions(ids).filter((k) => k === 0 || options.special.has(ids[k]!) || options.stops.has(ids[k]!)),
    );
  const sinksA = byRule(original);
  const sinksB = byRule(counterfactual);
  for (const [i, j] of aligned) {
    if (!sinksA.has(i) && !sinksB.has(j)) continue;
    sinksA.add(i);
    sinksB.add(j);
  }

  const lastOf = (ids: readonly number[]) => ids.findLastIndex((id) => !options.special.has(id));
  const [lastA, lastB] = [lastOf(original), lastOf(counterfactual)];
  const chosen = {
    all: [() => true, positions(original), positions(counterfactual)],
    from_change: [
      (i: number, j: number) => i >= prefix && j >= prefix,
      positions(original).slice(prefix),
      positions(counterfactual).slice(prefix),
    ],
    change: [(i: number, j: number) => original[i] !== counterfactual[j], changedA, changedB],
    last: [
      (i: number, j: number) => i === lastA && j === lastB,
      lastA < 0 ? [] : [lastA],
      lastB < 0 ? [] : [lastB],
    ],
  } as const satisfies Record<Queries, readonly [(i: number, j: number) => boolean, number[], number[]]>;
  const [counts, rowsA, rowsB] = chosen[options.queries];
  const queries = aligned.filter(([i, j]) => counts(i, j));
  return { changedA, changedB, prefix, sinksA, sinksB, queries, rowsA, rowsB };
}

type Facts = ReturnType<typeof factsOf>;

const NOTHING_LEFT = 1e-6;
const TOP = 3;

function measureForm(
  a: PlainHead,
  b: PlainHead,
  { original, counterfactual, aligned }: PlainPair,
  { causal }: PlainOptions,
  facts: Facts,
  excluded: boolean,
) {
  const droppedA = excluded ? facts.sinksA : new Set<number>();
  const droppedB = excluded ? facts.sinksB : new Set<number>();
  const patternA = excluded ? dropColumns(a.pattern, droppedA) : a.pattern;
  const patternB = excluded ? dropColumns(b.pattern, droppedB) : b.pattern;
  const grid = aligned.filter(([i, j]) => !droppedA.has(i) && !droppedB.has(j));
  const keysA = grid.map(([i]) => i);
  const keysB = grid.map(([, j]) => j);
  const unalignedA = positions(original).filter((k) => !aligned.some(([i]) => i === k) && !droppedA.has(k));
  const unalignedB = positions(counterfactual).filter(
    (k) => !aligned.some(([, j]) => j === k) && !droppedB.has(k),
  );
  const allowedA = (i: number) => positions(original).filter((k) => !(causal && k > i) && !droppedA.has(k));
  const allowedB = (j: number) =>
    positions(counterfactual).filter((k) => !(causal && k > j) && !droppedB.has(k));

  const compared = facts.queries.flatMap(([i, j]) => {
    const rowA = patternA[i];
    const rowB = patternB[j];
    if (rowA == null || rowB == null) return [];
    const binsA = [...keysA.map((k) => rowA[k]!), sum(pick(rowA, unalignedA))];
    const binsB = [...keysB.map((k) => rowB[k]!), sum(pick(rowB, unalignedB))];
    return [{ i, j, rowA, rowB, binsA, binsB }];
  });
  const gridA = compared.flatMap(({ binsA }) => binsA.slice(0, -1));
  const gridB = compared.flatMap(({ binsB }) => binsB.slice(0, -1));
  const gaps = gridA.map((weight, at) => Math.abs(weight - gridB[at]!));
  const lost = (holds: (i: number) => boolean) =>
    average(
      compared.map(({ rowA, rowB }) =>
        sum(grid.map(([s, t]) => (!facts.changedA.includes(s) && holds(s) ? rowA[s]! - rowB[t]! : 0))),
      ),
    );
  const alignedDistances = compared.flatMap(({ i, rowA, rowB }) => {
    const massA = sum(pick(rowA, keysA));
    const massB = sum(pick(rowB, keysB));
    if (massA <= NOTHING_LEFT || massB <= NOTHING_LEFT) return [];
    const distanceA = sum(grid.map(([s]) => rowA[s]! * Math.abs(s - i))) / massA;
    return [sum(grid.map(([s, t]) => rowB[t]! * Math.abs(s - i))) / massB - distanceA];
  });
  const overlaps = compared.flatMap(({ i, j, rowA, rowB }) => {
    if (Math.min(allowedA(i).length, allowedB(j).length) <= TOP) return [];
    const topA = largest(rowA, allowedA(i));
    const topB = largest(rowB, allowedB(j));
    return [grid.filter(([s, t]) => topA.includes(s) && topB.includes(t)).length / TOP];
  });
  const entropies = (pattern: readonly (readonly number[] | null)[], rows: readonly number[]) =>
    average(rows.flatMap((i) => (pattern[i] == null ? [] : [entropy(pattern[i])])));
  const normalised = (
    pattern: readonly (readonly number[] | null)[],
    rows: readonly number[],
    allowed: (i: number) => number[],
  ) =>
    average(
      rows.flatMap((i) => {
        const keys = allowed(i).length;
        return pattern[i] == null || keys < 2 ? [] : [entropy(pattern[i]) / Math.log2(keys)];
      }),
    );
  const normalisedA = normalised(patternA, facts.rowsA, allowedA);
  const normalisedB = normalised(patternB, facts.rowsB, allowedB);
  return {
    max_attention_diff: gaps.length === 0 ? NaN : Math.max(...gaps),
    mean_attention_diff: average(gaps),
    attention_pattern_correlation: pearson(gridA, gridB),
    // Rows of float32 may sum to a little more than 1.
    attention_js_divergence: average(
      compared.map(({ binsA, binsB }) => Math.max(0, Math.min(1, jensenShannon(binsA, binsB)))),
    ),
    total_variation: average(
      compared.map(({ binsA, binsB }) =>
        Math.min(1, sum(binsA.map((weight, bin) => Math.abs(weight - binsB[bin]!))) / 2),
      ),
    ),
    attention_entropy_diff: entropies(patternB, facts.rowsB) - entropies(patternA, facts.rowsA),
    normalised_entropy_original: normalisedA,
    normalised_entropy_counterfactual: normalisedB,
    normalised_entropy_diff: normalisedB - normalisedA,
    unaligned_mass_original: average(compared.map(({ binsA }) => binsA.at(-1)!)),
    unaligned_mass_counterfactual: average(compared.map(({ binsB }) => binsB.at(-1)!)),
    shift_toward_change: average(
      compared.map(
        ({ rowA, rowB }) =>
          sum(
            pick(
              rowB,
              facts.changedB.filter((k) => !droppedB.has(k)),
            ),
          ) -
          sum(
            pick(
              rowA,
              facts.changedA.filter((k) => !droppedA.has(k)),
            ),
          ),
      ),
    ),
    shift_from_sinks: lost((s) => facts.sinksA.has(s)),
    shift_from_before: lost((s) => !facts.sinksA.has(s) && s < facts.prefix),
    shift_from_after: lost((s) => !facts.sinksA.has(s) && s >= facts.prefix),
    attention_distance_diff: average(
      compared.map(
        ({ i, j, rowA, rowB }) =>
          sum(rowB.map((weight, k) => weight * Math.abs(k - j))) -
          sum(rowA.map((weight, k) => weight * Math.abs(k - i))),
      ),
    ),
    attention_distance_diff_aligned: average(alignedDistances),
    top_key_overlap: average(overlaps),
  };
}

function measureValues(
  a: PlainHead,
  b: PlainHead,
  { aligned }: PlainPair,
  queries: readonly (readonly [number, number])[],
) {
  const centreA = a.z[0]?.map((_, c) => average(aligned.map(([i]) => a.z[i]![c]!))) ?? [];
  const centreB = b.z[0]?.map((_, c) => average(aligned.map(([, j]) => b.z[j]![c]!))) ?? [];
  const less = (row: readonly number[], centre: readonly number[]) => row.map((x, c) => x - centre[c]!);
  const length = (row: readonly number[]) => Math.sqrt(dot(row, row));
  return {
    value_output_correlation: pearson(
      queries.flatMap(([i]) => a.z[i]!),
      queries.flatMap(([, j]) => b.z[j]!),
    ),
    value_cosine: average(queries.map(([i, j]) => cosine(a.z[i]!, b.z[j]!))),
    value_cosine_centred: average(
      queries.map(([i, j]) => {
        const [za, zb] = [less(a.z[i]!, centreA), less(b.z[j]!, centreB)];
        const isNone = length(za) <= 1e-6 * length(a.z[i]!) || length(zb) <= 1e-6 * length(b.z[j]!);
        return isNone ? NaN : cosine(za, zb);
      }),
    ),
  };
}

/** Rows over the sum of what is left; null where nothing is. */
function dropColumns(pattern: PlainHead['pattern'], dropped: ReadonlySet<number>): (number[] | null)[] {
  return pattern.map((row) => {
    const left = sum(row.filter((_, k) => !dropped.has(k)));
    return left <= NOTHING_LEFT ? null : row.map((weight, k) => (dropped.has(k) ? 0 : weight / left));
  });
}

function largest(row: readonly number[], among: readonly number[]): number[] {
  return among.toSorted((k, l) => row[l]! - row[k]! || k - l).slice(0, TOP);
}

function pearson(a: readonly number[], b: readonly number[]): number {
  if (new Set(a).size < 2 || new Set(b).size < 2) return NaN;
  const meanA = sum(a) / a.length;
  const meanB = sum(b) / b.length;
  return cosine(
    a.map((x) => x - meanA),
    b.map((y) => y - meanB),
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** In bits, of two distributions. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const middle = p.map((x, bin) => (x + q[bin]!) / 2);
  return entropy(middle) - entropy(p) / 2 - entropy(q) / 2;
}

/** In bits. */
function entropy(p: readonly number[]): number {
  return -sum(p.map((x) => (x === 0 ? 0 : x * Math.log2(x))));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((x, at) => x * b[at]!));
}

function positions(ids: readonly number[]): number[] {
  return ids.map((_, position) => position);
}

function pick(row: readonly number[], keys: Iterable<number>): number[] {
  return Array.from(keys, (key) => row[key]!);
}

/** NaN of none, and where a value is. */
function average(values: readonly number[]): number {
  return values.some(Number.isNaN) ? NaN : (mean(values) ?? NaN);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
