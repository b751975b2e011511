/**
 * The columns that statistics are made of, in groups, of which each is read from the parts of all pairs when its turn
 * comes: so memory holds some groups at a time, and does not grow with all that is measured.
 */
import type { AggregateColumn, ColumnStatistics } from '../../statistics/aggregate.ts';
import { OUTCOMES } from '../../statistics/outcome.ts';
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { ControlEstimate } from '../statistics/compared-values.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES, PROFILE_DISTANCES, QUANTITIES } from './quantities.ts';

/** What is kept of a column, in this order, along an axis `statistic`. */
export const STATISTICS = [
  'n',
  'mean',
  'ci_low',
  'ci_high',
  'compared',
  'control_mean',
  'control_ci_low',
  'control_ci_high',
  'difference',
  'difference_ci_low',
  'difference_ci_high',
  'p',
  'q',
  'outcome',
] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface ModelSize {
  readonly layers: number;
  readonly heads: number;
}

export interface ColumnGroup {
  /** Name of the tensor that it becomes. */
  readonly name: string;
  /** Lengths of its axes after `statistic`; their product is the number of columns. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly column: AggregateColumn;
  /** Whether set and control are tested against each other; else both are described. */
  readonly isTested: boolean;
  /** The values of one side of a pair, one for each column. */
  read(part: NamedTensors, side: 'set' | 'neutral', out: Float64Array, at: number): void;
}

export function columnsOf({ sizes }: ColumnGroup): number {
  return Object.values(sizes).reduce((product, size) => product * size, 1);
}

export function columnGroups({ layers, heads }: ModelSize): ColumnGroup[] {
  const places = layers * heads;
  const column = (family: string, range: AggregateColumn['range'], signed = false): AggregateColumn => ({
    family,
    signed,
    change: signed ? 'either' : 'high',
    range,
  });
  const ofQuantity = NEGATION_QUANTITIES.flatMap((quantity, index): ColumnGroup[] => {
    const { range } = QUANTITIES[quantity];
    const valuesOf = (part: NamedTensors, side: string) =>
      tensorOf(part, `${side}_values`).data.subarray(index * places, (index + 1) * places);
    return [
      {
        name: quantity,
        sizes: { layer: layers, head: heads },
        column: column(quantity, range),
        isTested: true,
        read: (part, side, out, at) => out.set(valuesOf(part, side), at),
      },
      {
        name: `${quantity}_all_heads`,
        sizes: {},
        column: column(`${quantity}, all heads`, range),
        isTested: true,
        read: (part, side, out, at) => {
          out[at] = meanOf(valuesOf(part, side));
        },
      },
    ];
  });
  const distances = (part: NamedTensors, side: string) => {
    const index = NEGATION_QUANTITIES.indexOf('attention_distance');
    const values = tensorOf(part, `${side}_values`).data;
    return Array.from({ length: layers }, (_, layer) =>
      meanOf(values.subarray(index * places + layer * heads, index * places + (layer + 1) * heads)),
    );
  };
  const ofLayers: ColumnGroup[] = [
    {
      name: 'distance_by_layer',
      sizes: { layer: layers },
      column: column('distance by layer', [0, null]),
      isTested: true,
      read: (part, side, out, at) => out.set(distances(part, side), at),
    },
    {
      name: 'distance_slope',
      sizes: {},
      column: column('distance, slope over layers', [null, null], true),
      isTested: true,
      read: (part, side, out, at) => {
        out[at] = slopeOf(distances(part, side));
      },
    },
  ];
  const span = PROFILE_DISTANCES.length * places;
  const ofProfiles = NEGATION_PROFILES.map((profile, index): ColumnGroup => ({
    name: `${profile}_profile`,
    sizes: { distance: PROFILE_DISTANCES.length, layer: layers, head: heads },
    column: column(`${profile} by distance`, [0, profile === 'delta' ? 2 : 1]),
    isTested: false,
    read: (part, side, out, at) => {
      const values = tensorOf(part, `${side}_profiles`).data;
      out.set(values.subarray(index * span, (index + 1) * span), at);
    },
  }));
  return [...ofQuantity, ...ofLayers, ...ofProfiles];
}

/** Of the values that exist; NaN where none does. */
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** Least squares of values on their places: by how much they rise from one to the next; NaN for one alone. */
export function slopeOf(values: readonly number[]): number {
  const centre = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [crossed, squares] = [0, 0];
  values.forEach((value, place) => {
    crossed += (place - centre) * (value - mean);
    squares += (place - centre) ** 2;
  });
  return crossed / squares;
}

/**
 * The statistics of a group as a tensor [statistic, …].
 * @param control null without one
 */
export function statisticsTensor(
  group: ColumnGroup,
  columns: readonly ColumnStatistics[],
  control: readonly Omit<ControlEstimate, 'n'>[] | null,
): NamedTensor {
  const data = new Float64Array(STATISTICS.length * columns.length);
  columns.forEach((own, place) => {
    const other = control?.[place];
    const isSigned = group.column.signed;
    const values: Readonly<Record<Statistic, number | null>> = {
      n: own.n,
      mean: own.mean,
      ci_low: own.ci_low,
      ci_high: own.ci_high,
      compared: own.compared,
      control_mean: own.control_mean ?? other?.mean ?? null,
      control_ci_low: other?.ci_low ?? null,
      control_ci_high: other?.ci_high ?? null,
      difference: own.difference,
      difference_ci_low: own.difference_ci_low,
      difference_ci_high: own.difference_ci_high,
      // What goes either way from 0 and has nothing beside it is tested against 0.
      p: own.p ?? (isSigned && control === null ? own.p_zero : null),
      q: own.q ?? (isSigned && control === null ? own.q_zero : null),
      outcome: OUTCOMES.indexOf(own.outcome),
    };
    STATISTICS.forEach((name, index) => {
      data[index * columns.length + place] = values[name] ?? Number.NaN;
    });
  });
  return namedTensor({ statistic: STATISTICS.length, ...group.sizes }, data);
}
