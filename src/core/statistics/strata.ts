/**
 * Strata: pairs of the set and of the control whose changes have like shapes. They are made once for a run, from its
 * pairs and not from its values, so all heads and metrics have the same. docs/science.md, section 3.
 */
import { type Shape, shapeName } from './shape.ts';

/** What a stratum needs of either side. */
const LEAST_SET = 2;
const LEAST_CONTROL = 5;
const LEAST_CLUSTERS = 2;

/** From fine to coarse: as it is; 0, 1, 2+; none or some. */
const LADDER: readonly ((count: number) => string)[] = [
  (count) => `${count}`,
  (count) => (count < 2 ? `${count}` : '2+'),
  (count) => (count === 0 ? '0' : '+'),
];

/** The pairs of one side. */
export interface PairsOfSide {
  /** [pairs] */
  readonly shapes: readonly Shape[];
  /** [pairs] numbers of clusters, or null where each pair stands for itself. */
  readonly clusters: ArrayLike<number> | null;
  /**
   * [pairs] further covariates in words ("long", "early"), or null without; on the first rung alone a pair is compared with
   * those that have the same.
   */
  readonly covariates?: readonly string[] | null;
}

export interface Strata {
  /** Names of the strata, in the order in which they were found. */
  readonly names: readonly string[];
  /** [pairs of the set] place in `names`; -1 left out */
  readonly set: Int32Array;
  /** [pairs of the control] */
  readonly control: Int32Array;
}

/**
 * Groups pairs by the shape of their change, on a ladder: first by the shape as it is, then, of those not placed yet, by
 * coarser names. A group becomes a stratum where both sides have enough and their mean counts are less than a token apart.
 * What the last rung does not place is left out. It depends on the multiset of pairs alone, but for the order of names.
 */
export function coarsenShapes(set: PairsOfSide, control: PairsOfSide): Strata {
  const names: string[] = [];
  const placed = { set: unplaced(set), control: unplaced(control) };
  LADDER.forEach((rung, step) => {
    const groups = new Map<string, { set: number[]; control: number[] }>();
    for (const side of ['set', 'control'] as const) {
      const { shapes, covariates } = side === 'set' ? set : control;
      shapes.forEach((shape, pair) => {
        if (placed[side][pair] !== -1) return;
        const further = step === 0 && covariates ? ` ${covariates[pair]}` : '';
        const name = shape.map(rung).join('/') + further;
        const group = groups.get(name) ?? { set: [], control: [] };
        group[side].push(pair);
        groups.set(name, group);
      });
    }
    for (const [name, group] of groups) {
      if (!isStratum(group.set, group.control, set, control)) continue;
      for (const pair of group.set) placed.set[pair] = names.length;
      for (const pair of group.control) placed.control[pair] = names.length;
      names.push(name);
    }
  });
  return { names, ...placed };
}

function unplaced({ shapes }: PairsOfSide): Int32Array {
  return new Int32Array(shapes.length).fill(-1);
}

function isStratum(
  setPairs: readonly number[],
  controlPairs: readonly number[],
  set: PairsOfSide,
  control: PairsOfSide,
): boolean {
  return (
    setPairs.length >= LEAST_SET &&
    controlPairs.length >= LEAST_CONTROL &&
    hasClusters(setPairs, set) &&
    hasClusters(controlPairs, control) &&
    ([0, 1, 2] as const).every((part) => {
      const ofSet = countOf(setPairs, set, part);
      const ofControl = countOf(controlPairs, control, part);
      // |x / n - y / m| < 1, in whole numbers: a token apart exactly is too far, whatever a quotient rounds to.
      const apart = Math.abs(ofSet * controlPairs.length - ofControl * setPairs.length);
      return apart < setPairs.length * controlPairs.length;
    })
  );
}

function hasClusters(pairs: readonly number[], { clusters }: PairsOfSide): boolean {
  return clusters === null || new Set(pairs.map((pair) => clusters[pair])).size >= LEAST_CLUSTERS;
}

function countOf(pairs: readonly number[], { shapes }: PairsOfSide, part: 0 | 1 | 2): number {
  return pairs.reduce((sum, pair) => sum + (shapes[pair]?.[part] ?? 0), 0);
}

/** Pairs of a shape that have no stratum, of each side. */
export interface LeftOutShape {
  readonly shape: string;
  readonly set: number;
  readonly control: number;
}

/** What strata leave out, by shape as it is: the shapes with most pairs of the set first, then of the control, then by name. */
export function leftOutShapes(
  strata: Strata,
  set: readonly Shape[],
  control: readonly Shape[],
): LeftOutShape[] {
  const counts = new Map<string, { set: number; control: number }>();
  const count = (shapes: readonly Shape[], side: 'set' | 'control') =>
    shapes.forEach((shape, pair) => {
      if (strata[side][pair] !== -1) return;
      const entry = counts.get(shapeName(shape)) ?? { set: 0, control: 0 };
      entry[side]++;
      counts.set(shapeName(shape), entry);
    });
  count(set, 'set');
  count(control, 'control');
  return [...counts]
    .map(([shape, entry]) => ({ shape, ...entry }))
    .sort((a, b) => b.set - a.set || b.control - a.control || (a.shape < b.shape ? -1 : 1));
}
