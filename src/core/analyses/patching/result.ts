/** What the result of a patching holds, and reading it. */
import type { Effect } from '../../effects/effects.ts';
import type { Comparison } from '../statistics/design-comparison.ts';
import { COMPARISON_KINDS, type ComparisonKind } from '../statistics/comparison-design.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  orNull,
  scalarOf,
  tensorOf,
  scalar,
} from '../named-tensor.ts';
import { PATCH_STATES } from '../pair-states.ts';
import { effectOf, storedEffect } from '../stored-effect.ts';
import { PATCH_DIRECTIONS, PATCH_HOOKS, type PatchDirection, type PatchHook } from './hooks.ts';

/** What is kept of a cell, in this order, along an axis `statistic`. */
export const PATCH_STATISTICS = [
  'n',
  'mean',
  'ci_low',
  'ci_high',
  'p',
  'q',
  'top_share',
  'control_n',
  'control_mean',
  'control_ci_low',
  'control_ci_high',
  'difference',
  'difference_ci_low',
  'difference_ci_high',
  'difference_p',
  'difference_q',
] as const;
export type PatchStatistic = (typeof PATCH_STATISTICS)[number];

/** By state of a pair of the set, then what is known of the control. */
const COUNTS = [
  ...PATCH_STATES,
  'pairs',
  'failed',
  'inserted',
  'neutrals',
  'controlPairs',
  'compared',
  'comparedControl',
  'clusters',
] as const;
export type PatchCounts = Readonly<Record<(typeof COUNTS)[number], number>>;

export function countsTensor(counts: PatchCounts): NamedTensor {
  return namedTensor(
    { count: COUNTS.length },
    Int32Array.from(COUNTS, (name) => counts[name]),
  );
}

export function countsOf(result: NamedTensors): PatchCounts {
  const { data } = tensorOf(result, 'counts');
  return Object.fromEntries(COUNTS.map((name, place) => [name, data[place] ?? 0])) as Record<
    (typeof COUNTS)[number],
    number
  >;
}

/** What comparisons tell of their design. */
export function designCounts({
  design,
}: Comparison): Pick<PatchCounts, 'compared' | 'comparedControl' | 'clusters'> {
  const { compared, comparedControl, clusters } = design;
  return { compared, comparedControl, clusters: clusters?.set ?? 0 };
}

const INSERTED = ['leave', 'mean'] as const;

/** What a result has of its options: `effect`, and `inserted_rule`, a place in the list. */
export function settingTensors(effect: Effect, inserted: (typeof INSERTED)[number]): [string, NamedTensor][] {
  return [
    ['effect', storedEffect(effect)],
    ['inserted_rule', scalar(INSERTED.indexOf(inserted))],
  ];
}

export interface PatchSettings {
  readonly effect: Effect;
  readonly inserted: (typeof INSERTED)[number];
  readonly margin: number;
  readonly comparison: ComparisonKind;
}

export function settingsOf(result: NamedTensors): PatchSettings {
  return {
    effect: effectOf(result, 'effect'),
    inserted: INSERTED[scalarOf(result, 'inserted_rule') ?? 0] ?? 'leave',
    margin: scalarOf(result, 'margin') ?? 0,
    comparison: COMPARISON_KINDS[scalarOf(result, 'comparison') ?? -1] ?? 'none',
  };
}

/** A map of the result, as it is named there. */
export interface ResultMap {
  readonly name: string;
  readonly direction: PatchDirection;
  readonly hook: PatchHook;
  readonly byPosition: boolean;
  readonly layers: number;
  /** null where cells are of positions. */
  readonly heads: number | null;
  /** Cells of a layer: roles, heads, or heads by role. */
  readonly columns: number;
}

/** Those that a result has, direction by direction in the order of the hook points. */
export function mapsOf(result: NamedTensors): ResultMap[] {
  return PATCH_DIRECTIONS.flatMap((direction) =>
    PATCH_HOOKS.flatMap((hook) =>
      [false, true].flatMap((byPosition): ResultMap[] => {
        const name = `${direction}.${hook}${byPosition ? '_by_position' : ''}`;
        const tensor = result.get(name);
        if (tensor?.axes[0] !== 'statistic') return [];
        const [, layers = 0, ...rest] = tensor.shape;
        const heads = tensor.axes[2] === 'role' ? null : (rest[0] ?? 0);
        const columns = rest.reduce((product, size) => product * size, 1);
        return [{ name, direction, hook, byPosition, layers, heads, columns }];
      }),
    ),
  );
}

/** The numbers of one cell; null where undefined. @param place row-major in the axes after `statistic` */
export function cellAt(tensor: NamedTensor, place: number): Readonly<Record<PatchStatistic, number | null>> {
  const size = tensor.data.length / PATCH_STATISTICS.length;
  return Object.fromEntries(
    PATCH_STATISTICS.map((name, index) => [name, orNull(tensor.data[index * size + place])]),
  ) as Record<PatchStatistic, number | null>;
}

export function columnOf(tensor: NamedTensor, statistic: PatchStatistic): Float64Array {
  const size = tensor.data.length / PATCH_STATISTICS.length;
  const index = PATCH_STATISTICS.indexOf(statistic);
  return Float64Array.from(tensor.data.subarray(index * size, (index + 1) * size));
}
