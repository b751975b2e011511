/**
 * The metrics of a pair, for each layer and head: the one list that the store's columns, the CSV headers, the filters and
 * the words on screen are all made from. measure-head.ts computes them; docs/science.md, section 2, defines them;
 * docs/adding-a-metric.md adds one.
 */
import { METRIC_ENTRIES } from './catalogue-entries.ts';
import { type MetricEntry, METRIC_GROUPS, type MetricGroup } from './metric-entry.ts';

type Entries = typeof METRIC_ENTRIES;
/** A metric as it is defined, over all keys. */
export type BaseMetricName = keyof Entries;
/** A metric that can also be taken over the keys that are no sinks. */
export type FormedMetricName = {
  [Name in BaseMetricName]: Entries[Name] extends { readonly withoutSinks: true } ? Name : never;
}[BaseMetricName];
export type MetricName = BaseMetricName | `${FormedMetricName}_no_sinks`;

/**
 * `kept`: over all keys; `excluded`: the columns of sinks are dropped and rows renormalised (the name ends in _no_sinks).
 */
export const SINK_FORMS = ['kept', 'excluded'] as const;
export type SinkForm = (typeof SINK_FORMS)[number];
export const SINK_FORM_WORDS: Readonly<Record<SinkForm, string>> = {
  kept: 'with sinks',
  excluded: 'without',
};

export interface MetricDescription extends MetricEntry {
  readonly name: MetricName;
  /** The metric of which this is a form; itself where it is over all keys. */
  readonly base: BaseMetricName;
  /** null for a metric that has only one form */
  readonly form: SinkForm | null;
}

const BASE_NAMES = Object.keys(METRIC_ENTRIES) as BaseMetricName[];

function hasForms(name: BaseMetricName): name is FormedMetricName {
  const { withoutSinks }: MetricEntry = METRIC_ENTRIES[name];
  return withoutSinks === true;
}

/** The name of a metric in the form without sinks. */
export function withoutSinks<Name extends FormedMetricName>(name: Name): `${Name}_no_sinks` {
  return `${name}_no_sinks`;
}

/** Names in the order in which values are laid out everywhere (buffers, columns, CSV). */
export const METRIC_NAMES: readonly MetricName[] = [
  ...BASE_NAMES,
  ...BASE_NAMES.filter(hasForms).map(withoutSinks),
];

export const METRIC_COUNT = METRIC_NAMES.length;

function describe(base: BaseMetricName, form: SinkForm | null): MetricDescription {
  return { ...METRIC_ENTRIES[base], name: base, base, form };
}

/** The same over what is left of each row without its sinks: the words say so, everything else is the metric's own. */
function describeWithoutSinks(base: FormedMetricName): MetricDescription {
  const kept = describe(base, 'excluded');
  return {
    ...kept,
    name: withoutSinks(base),
    label: `${kept.label}, sinks excluded`,
    definition: `${kept.definition} Attention to sinks (first and special tokens, full stops) is taken out, and what is left of each row makes up 1.`,
    undefinedWhen: `${kept.undefinedWhen}, or nothing is left of the rows without their sinks`,
  };
}

export const METRICS = Object.fromEntries([
  ...BASE_NAMES.map((name) => [name, describe(name, hasForms(name) ? 'kept' : null)]),
  ...BASE_NAMES.filter(hasForms).map((name) => [withoutSinks(name), describeWithoutSinks(name)]),
]) as Readonly<Record<MetricName, MetricDescription>>;

const INDICES = new Map(METRIC_NAMES.map((name, index) => [name, index]));

/** Position of a metric's value in a row of {@link METRIC_COUNT} values. */
export function metricIndex(name: MetricName): number {
  return INDICES.get(name) ?? -1;
}

/** The metric in this form; itself where it has only one. */
export function inForm(name: MetricName, form: SinkForm): MetricName {
  const { base } = METRICS[name];
  return form === 'excluded' && hasForms(base) ? withoutSinks(base) : base;
}

/** Metrics over all keys by group, in the order in which people look through them; groups of which none is given are left out. */
export function groupMetrics(
  names: readonly MetricName[] = METRIC_NAMES,
): { readonly group: MetricGroup; readonly label: string; readonly metrics: MetricName[] }[] {
  return Object.entries(METRIC_GROUPS)
    .map(([group, label]) => ({
      group: group as MetricGroup,
      label,
      metrics: names.filter((name) => METRICS[name].group === group),
    }))
    .filter(({ metrics }) => metrics.length > 0);
}
