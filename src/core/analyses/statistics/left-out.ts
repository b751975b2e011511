/** Pairs that take no part in a comparison, and why. */
import { type Shape, shapeName } from '../../statistics/shape.ts';
import { leftOutShapes, type Strata } from '../../statistics/strata.ts';
import { type ComparedPair, shapeOfPair } from './compared-pair.ts';
import type { LeftOut, LeftOutReason } from './comparison-design.ts';

/** Nothing where there are no such pairs. */
export function leftOut(
  reason: LeftOutReason,
  side: LeftOut['side'],
  pairs: readonly ComparedPair[],
  byShape: boolean,
): LeftOut[] {
  if (pairs.length === 0) return [];
  return [{ reason, side, pairs: pairs.length, shapes: byShape ? countShapes(pairs.map(shapeOfPair)) : [] }];
}

function countShapes(shapes: readonly Shape[]): { shape: string; pairs: number }[] {
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(shapeName(shape), (counts.get(shapeName(shape)) ?? 0) + 1);
  return [...counts]
    .map(([shape, pairs]) => ({ shape, pairs }))
    .sort((a, b) => b.pairs - a.pairs || (a.shape < b.shape ? -1 : 1));
}

/** What has no stratum, and what has no value of a covariate. */
export function leftOutOfStrata(
  strata: Strata,
  set: readonly ComparedPair[],
  control: readonly ComparedPair[],
  setUsable: readonly boolean[],
  controlUsable: readonly boolean[],
): LeftOut[] {
  const shapes = leftOutShapes(
    {
      ...strata,
      set: strata.set.map((own, row) => (setUsable[row] === true ? own : 0)),
      control: strata.control.map((own, row) => (controlUsable[row] === true ? own : 0)),
    },
    set.map(shapeOfPair),
    control.map(shapeOfPair),
  );
  const ofSide = (side: 'set' | 'control'): LeftOut[] => {
    const counted = shapes.flatMap((one) => (one[side] > 0 ? [{ shape: one.shape, pairs: one[side] }] : []));
    const pairs = counted.reduce((sum, one) => sum + one.pairs, 0);
    return pairs === 0 ? [] : [{ reason: 'shape', side, pairs, shapes: counted }];
  };
  return [
    ...ofSide('set'),
    ...ofSide('control'),
    ...leftOut(
      'no-covariate',
      'set',
      set.filter((_, row) => setUsable[row] !== true),
      false,
    ),
    ...leftOut(
      'no-covariate',
      'control',
      control.filter((_, row) => controlUsable[row] !== true),
      false,
    ),
  ];
}
