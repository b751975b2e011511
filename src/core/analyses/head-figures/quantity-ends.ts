/** What is drawn of a quantity of heads along an axis, and where its colours and that axis end: in one place, as far as they can. */
import type { ColourScale } from '../../figures/colour-scale.ts';
import type { ForestMarks } from '../../figures/forest-axis.ts';
import { endsBesideAxis, fixedEndsBesideAxis } from '../../figures/scale-ends.ts';
import { type HeadQuantity, numberAt, rankedPart } from '../of-heads.ts';
import type { MapPart } from './choices.ts';

/** Of one head: a number with its control; a difference has its control in it. */
export function marksOfQuantity(quantity: HeadQuantity, part: MapPart, place: number): ForestMarks {
  const { control, difference } = quantity;
  const set = numberAt(part === 'difference' ? (difference ?? quantity) : quantity, place);
  const beside = part === 'difference' || control === undefined ? null : numberAt(control, place);
  return {
    set: set.mean,
    interval: endsOf(set),
    control: beside?.mean ?? null,
    controlInterval: beside === null ? null : endsOf(beside),
  };
}

/** Ends of the colours of a map: a number and its control have one scale. */
export function coloursOfQuantity(
  quantity: HeadQuantity,
  part: MapPart,
  kind: ColourScale['kind'],
): readonly [number, number] {
  const { domain, signed } = quantity;
  if (domain === undefined) return endsBesideAxis(allMarks(quantity, part), kind);
  const [low, high] = domain;
  // A difference of what lies in 0 to 1 lies in -1 to 1.
  return part === 'difference' && !signed ? [low - high, high - low] : domain;
}

/** Ends that the axis of the ranking is to have; undefined: the colours end at fixed places, and most of the axis would be empty. */
export function axisEndsOfQuantity(quantity: HeadQuantity): readonly [number, number] | undefined {
  const part = rankedPart(quantity);
  const ends = coloursOfQuantity(quantity, part, kindOfPart(quantity, part));
  return quantity.domain === undefined ? ends : fixedEndsBesideAxis(ends, allMarks(quantity, part));
}

export function kindOfPart({ signed }: HeadQuantity, part: MapPart): ColourScale['kind'] {
  return signed || part === 'difference' ? 'diverging' : 'sequential';
}

function allMarks(quantity: HeadQuantity, part: MapPart): ForestMarks[] {
  return Array.from(quantity.values.keys(), (place) => marksOfQuantity(quantity, part, place));
}

function endsOf({ low, high }: ReturnType<typeof numberAt>): ForestMarks['interval'] {
  return low === null || high === null ? null : [low, high];
}
