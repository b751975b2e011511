/** The columns of results: what heads them, how wide they are, what sorts them. */
import { z } from 'zod';
import {
  type BaseMetricName,
  METRIC_NAMES,
  METRICS,
  type MetricName,
} from '../../../core/metrics/catalogue.ts';
import type { FlagName } from '../../../core/metrics/flags.ts';
import { MOST } from '../../../core/bounds.ts';
import type { ResultSort, SortStep } from '../../../shared/entities.ts';

/** Every column that there is. */
export const RESULT_COLUMNS = [
  'pair',
  'label',
  'text',
  'original',
  'counterfactual',
  'strip',
  'extreme',
  'passing',
  'layer',
  'head',
  'flags',
  ...METRIC_NAMES,
] as const;
export const resultColumn = z.enum(RESULT_COLUMNS);
export type ResultColumn = z.infer<typeof resultColumn>;

export type SortKey = ResultSort['by'];

export interface Column {
  readonly name: ResultColumn;
  /** In the header, where there is little room. */
  readonly heading: string;
  /** In full: the tooltip, the menu of columns. */
  readonly label: string;
  /** px; `grows` columns take what is left over. */
  readonly width: number;
  readonly grows: boolean;
  readonly numeric: boolean;
  /** Stays in sight while the table scrolls sideways, as the columns do that identify the row. */
  readonly stays: boolean;
  /** null: the table is not sorted by this column. */
  readonly sortKey: SortKey | null;
  /** How it sorts on the first click: the rows that changed most come first. */
  readonly firstDirection: ResultSort['direction'];
}

const METRIC_HEADINGS: Readonly<Record<BaseMetricName, string>> = {
  max_attention_diff: 'Max diff.',
  mean_attention_diff: 'Mean diff.',
  attention_pattern_correlation: 'Pattern corr.',
  value_output_correlation: 'Value corr.',
  attention_js_divergence: 'JS div.',
  attention_entropy_diff: 'Entropy diff.',
  value_cosine: 'Value cosine',
  unaligned_mass_original: 'Mass, orig.',
  unaligned_mass_counterfactual: 'Mass, cf.',
  total_variation: 'Total var.',
  top_key_overlap: 'Top keys',
  normalised_entropy_original: 'Norm. entropy, orig.',
  normalised_entropy_counterfactual: 'Norm. entropy, cf.',
  normalised_entropy_diff: 'Norm. entropy diff.',
  sink_mass_original: 'Sinks, orig.',
  sink_mass_counterfactual: 'Sinks, cf.',
  sink_mass_diff: 'Sinks diff.',
  shift_toward_change: 'To change',
  shift_from_sinks: 'From sinks',
  shift_from_before: 'From before',
  shift_from_after: 'From after',
  attention_distance_diff: 'Distance diff.',
  attention_distance_diff_aligned: 'Aligned distance',
  value_cosine_centred: 'Centred cosine',
};

function column(
  name: ResultColumn,
  heading: string,
  width: number,
  more: Partial<Omit<Column, 'name' | 'width'>> = {},
): Column {
  return {
    name,
    heading,
    label: heading,
    width,
    grows: false,
    numeric: false,
    stays: false,
    sortKey: null,
    firstDirection: 'asc',
    ...more,
  };
}

function place(name: 'pair' | 'layer' | 'head', heading: string, width: number): Column {
  return column(name, heading, width, { numeric: true, stays: true, sortKey: name });
}

/** What heads a metric where there is little room. */
export function metricHeading(name: MetricName): string {
  const { base, form } = METRICS[name];
  return `${METRIC_HEADINGS[base]}${form === 'excluded' ? ' −sinks' : ''}`;
}

function metric(name: MetricName): Column {
  const { label, unit, change } = METRICS[name];
  const heading = metricHeading(name);
  return {
    name,
    heading,
    label: unit === '' ? label : `${label} (${unit})`,
    width: Math.max(80, Math.ceil(heading.length * 6.4) + 36),
    grows: false,
    numeric: true,
    stays: false,
    sortKey: name,
    firstDirection: change === 'low' ? 'asc' : 'desc',
  };
}

const LABEL = column('label', 'Label', 92, { sortKey: 'label' });

/** px of a character of a label, of what is around it, and of the column: at least, and at most as a share of the table. */
const LABEL_CHARACTER = 6.6;
const LABEL_PADDING = 20;
const LEAST_LABEL = 64;
const LARGEST_LABEL_SHARE = 0.18;

/** px for the longest of the labels, as far as a table of this width has room for it beside the text. */
export function labelWidth(labels: readonly (string | null)[], room: number): number {
  const longest = Math.max(0, ...labels.map((label) => label?.length ?? 0));
  const most = Math.max(104, Math.floor(LARGEST_LABEL_SHARE * room));
  return Math.min(most, Math.max(LEAST_LABEL, Math.ceil(longest * LABEL_CHARACTER) + LABEL_PADDING));
}

/** The columns with one of labels as wide as these are. */
export function withLabels(
  columns: readonly Column[],
  labels: readonly (string | null)[],
  room: number,
): Column[] {
  return columns.map((one) => (one.name === 'label' ? { ...one, width: labelWidth(labels, room) } : one));
}
const TEXT = column('text', 'Changed words', 222, {
  label: 'Original and counterfactual in one line',
  grows: true,
});

export const COLUMNS: readonly Column[] = [
  place('pair', 'Pair', 62),
  LABEL,
  TEXT,
  column('original', 'Original', 240, { grows: true }),
  column('counterfactual', 'Counterfactual', 240, { grows: true }),
  place('layer', 'Layer', 68),
  place('head', 'Head', 66),
  column('flags', 'Flags', 156, { sortKey: 'flags', firstDirection: 'desc' }),
  ...METRIC_NAMES.map(metric),
];

/** px beside the cells of a strip, in its column. */
export const STRIP_PADDING = 20;

/** Of lines of pairs. @param stripWidth px that the cells of all heads take */
export function pairColumns(name: MetricName, stripWidth: number): Column[] {
  const { label, unit, change } = METRICS[name];
  const furthest = change === 'low' ? 'lowest' : 'highest';
  return [
    column('pair', 'Pair', 70, { numeric: true, sortKey: 'pair' }),
    LABEL,
    TEXT,
    column('strip', label, stripWidth + STRIP_PADDING, { label: `${label} of every head` }),
    column('extreme', furthest, 80, {
      label: `${label}, ${furthest}${unit === '' ? '' : ` (${unit})`}`,
      numeric: true,
      sortKey: name,
      firstDirection: change === 'low' ? 'asc' : 'desc',
    }),
    column('passing', 'Heads', 60, { label: 'Heads that pass the filter', numeric: true }),
    column('flags', 'Flags', 62, {
      label: 'Flags raised at its heads',
      numeric: true,
      sortKey: 'flags',
      firstDirection: 'desc',
    }),
  ];
}

/** What a run has: everything but the metrics that it did not measure. */
export function columnsOf(metrics: readonly MetricName[]): Column[] {
  return COLUMNS.filter(({ name }) => !isMetric(name) || metrics.includes(name));
}

/** px that columns take by themselves. */
export function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

/** px from the left edge at which each column that `stays` is kept while the table scrolls. */
export function restingPlaces(columns: readonly Column[]): Map<ResultColumn, number> {
  const places = new Map<ResultColumn, number>();
  let left = 0;
  for (const { name, width, stays } of columns) {
    if (!stays) continue;
    places.set(name, left);
    left += width;
  }
  return places;
}

/** The keys of an order, the first one first. */
export function sortSteps({ by, direction, then = [] }: ResultSort): SortStep[] {
  return [{ by, direction }, ...then];
}

export function sortOf([first, ...then]: readonly SortStep[]): ResultSort | undefined {
  return first && { ...first, ...(then.length > 0 && { then }) };
}

/**
 * The order after a click on a column's header: its first direction, and the other one on the next click. With `also` the
 * column is one more key, after those that are there; clicked that way it turns, and goes on the third click.
 */
export function sortAfterClick(column: Column, present: ResultSort, also = false): ResultSort {
  const by = column.sortKey;
  if (by === null) return present;
  const steps = sortSteps(present);
  const own = steps.find((step) => step.by === by);
  const turned: SortStep = {
    by,
    direction: own === undefined ? column.firstDirection : own.direction === 'asc' ? 'desc' : 'asc',
  };
  if (!also) return own !== undefined && steps[0] !== own ? { by, direction: column.firstDirection } : turned;
  if (own === undefined) return sortOf([...steps, turned].slice(-MOST.sortKeys)) ?? turned;
  const isThird = turned.direction === column.firstDirection && steps.length > 1;
  const next = isThird
    ? steps.filter((step) => step !== own)
    : steps.map((step) => (step === own ? turned : step));
  return sortOf(next) ?? turned;
}

export function isMetric(column: ResultColumn): column is MetricName {
  return (METRIC_NAMES as readonly string[]).includes(column);
}

/** Names of flags, short enough for a table. */
export const SHORT_FLAGS: Readonly<Record<FlagName, string>> = {
  local_change: 'local',
  reorganisation: 'pattern',
  semantic_processing: 'semantic',
};
