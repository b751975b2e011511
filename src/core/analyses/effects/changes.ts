/** How much each head changes under the pairs of the run, against its control: the axis across. */
import { METRIC_NAMES, METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { type PartOfRun, partOfRun } from '../../figures/part-of-run.ts';
import { directionSign } from '../../statistics/outcome.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  orNull,
  scalar,
  scalarOf,
  tensorOf,
} from '../named-tensor.ts';
import { COMPARISON_KINDS, type ComparisonKind } from '../statistics/comparison-design.ts';
import type { ComparisonChange } from '../statistics/comparison-choice.ts';
import { controlWords } from '../statistics/head-words.ts';
import type { StatisticsRow } from '../statistics/rows.ts';

/**
 * 'more': it changes more than its control, by the rule of its statistics; 'less' likewise; 'not': it surely differs from its control
 * by less than the smallest change that counts; 'untested': nothing was compared.
 */
export type ChangeVerdict = 'more' | 'less' | 'not' | 'undecided' | 'untested';

const VERDICTS = {
  more: 'more',
  less: 'less',
  'does not respond': 'not',
  'differs by less than the smallest effect of interest': 'not',
  'not enough data': 'undecided',
  'below what the measurement resolves': 'not',
  'no test': 'untested',
} as const satisfies Record<StatisticsRow['outcome'], ChangeVerdict>;

export interface HeadChange {
  readonly layer: number;
  readonly head: number;
  readonly verdict: ChangeVerdict;
  /** Pairs that were compared. */
  readonly n: number;
  /** Difference from the control, positive where the head changes more; the mean where nothing is compared. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly q: number | null;
}

/** All heads by one metric. */
export interface Changes {
  readonly metric: MetricName;
  readonly comparison: ComparisonKind;
  readonly heads: readonly HeadChange[];
  /** Where the run was not over when its heads were compared. */
  readonly part?: PartOfRun | undefined;
}

/**
 * @param rows of all heads, by one metric; none where it was not measured
 * @param run how far it is
 */
export function changesOf(
  rows: readonly StatisticsRow[],
  run: Parameters<typeof partOfRun>[0],
): Changes | null {
  const [first] = rows;
  if (first === undefined) return null;
  const sign = directionSign(METRICS[first.metric].change);
  const compares = first.comparison !== 'none';
  const part = partOfRun(run);
  return {
    ...(part !== undefined && { part }),
    metric: first.metric,
    comparison: first.comparison,
    heads: rows.map((row) => {
      const [value, low, high] = compares
        ? [row.difference, row.difference_ci_low, row.difference_ci_high]
        : [row.mean, row.ci_low, row.ci_high];
      const turned = (number: number | null) => number && (compares ? sign * number : number);
      return {
        layer: row.layer,
        head: row.head,
        verdict: VERDICTS[row.outcome],
        n: (compares ? row.compared : row.n) ?? 0,
        value: turned(value),
        low: turned(compares && sign < 0 ? high : low),
        high: turned(compares && sign < 0 ? low : high),
        q: row.q,
      };
    }),
  };
}

/** How the run's pairs are compared for it, beside what was planned. */
export function changeChoice(
  change: number,
  planned: { readonly margin: number },
): Pick<ComparisonChange, 'margin' | 'marginOf'> {
  return change === 0 || planned.margin > 0 ? {} : { margin: change, marginOf: 'control' };
}

/** 'JS divergence above neutral, bits' */
export function changeTitle({ metric, comparison }: Pick<Changes, 'metric' | 'comparison'>): string {
  const { label, unit, change } = METRICS[metric];
  const how =
    comparison === 'none'
      ? ', mean'
      : directionSign(change) < 0
        ? `, lower than ${controlWords(comparison)} by`
        : ` above ${controlWords(comparison)}`;
  return `${label}${how}${unit === '' ? '' : `, ${unit}`}`;
}

const VERDICT_LIST: readonly ChangeVerdict[] = ['more', 'less', 'not', 'undecided', 'untested'];

/** `change.value`, `change.interval`, `change.n`, `change.q`, `change.verdict` [layer, head]; `change.metric`, `change.comparison`; `change.part` [2] pairs, done and in all, of a run that is not over. */
export function encodeChanges(
  { metric, comparison, heads, part }: Changes,
  { layers, heads: perLayer }: { readonly layers: number; readonly heads: number },
): [string, NamedTensor][] {
  const of = (value: (head: HeadChange) => number | null) =>
    namedTensor(
      { layer: layers, head: perLayer },
      Float64Array.from(heads, (head) => value(head) ?? Number.NaN),
    );
  const ends = heads.flatMap(({ low, high }) => [low ?? Number.NaN, high ?? Number.NaN]);
  return [
    ['change.value', of(({ value }) => value)],
    ['change.interval', namedTensor({ layer: layers, head: perLayer, end: 2 }, Float64Array.from(ends))],
    ['change.n', of(({ n }) => n)],
    ['change.q', of(({ q }) => q)],
    ['change.verdict', of(({ verdict }) => VERDICT_LIST.indexOf(verdict))],
    ['change.metric', scalar(METRIC_NAMES.indexOf(metric))],
    ['change.comparison', scalar(COMPARISON_KINDS.indexOf(comparison))],
    ...(part === undefined
      ? []
      : [
          ['change.part', namedTensor({ part: 2 }, Float64Array.of(part.done, part.total))] satisfies [
            string,
            NamedTensor,
          ],
        ]),
  ];
}

/** Of the metric that the result was made with; null where the run has not measured it. */
export function storedChanges(result: NamedTensors): Changes | null {
  if (!result.has('change.value')) return null;
  const { data, shape } = tensorOf(result, 'change.value');
  const [, heads = 0] = shape;
  const at = (name: string, place: number) => orNull(tensorOf(result, `change.${name}`).data[place]);
  return {
    ...storedPart(result),
    metric: METRIC_NAMES[scalarOf(result, 'change.metric') ?? 0] ?? 'attention_js_divergence',
    comparison: COMPARISON_KINDS[scalarOf(result, 'change.comparison') ?? -1] ?? 'none',
    heads: Array.from(data, (value, place) => {
      const [low, high] = [at('interval', 2 * place), at('interval', 2 * place + 1)];
      return {
        layer: Math.floor(place / heads),
        head: place % heads,
        verdict: asCalledNow(VERDICT_LIST[at('verdict', place) ?? -1] ?? 'untested', low, high),
        n: at('n', place) ?? 0,
        value: orNull(value),
        low,
        high,
        q: at('q', place),
      };
    }),
  };
}

/** A result that is older called heads by their q alone. */
function asCalledNow(verdict: ChangeVerdict, low: number | null, high: number | null): ChangeVerdict {
  const holdsZero = low !== null && high !== null && low <= 0 && high >= 0;
  return holdsZero && (verdict === 'more' || verdict === 'less') ? 'undecided' : verdict;
}

function storedPart(result: NamedTensors): Pick<Changes, 'part'> {
  if (!result.has('change.part')) return {};
  const [done = 0, total = 0] = tensorOf(result, 'change.part').data;
  return { part: { done, total } };
}
