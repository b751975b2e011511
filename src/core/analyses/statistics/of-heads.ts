/** What the statistics of a run know of every head: of each metric the difference from the control, or the mean without one. */
import { METRICS, METRIC_NAMES, type MetricName } from '../../metrics/catalogue.ts';
import type { NamedTensors } from '../named-tensor.ts';
import type { HeadOutcome, HeadQuantity } from '../of-heads.ts';
import { statisticsRows, type StatisticsRow } from './rows.ts';
import { foundWords } from './found.ts';
import { controlWords } from './head-words.ts';
import { isSame } from './same-with-both.ts';

/** By which a head is said to respond: the Heads room opens with it. It stands first. */
const MAIN: MetricName = 'attention_js_divergence';

/** A head that changes less than under its control does not respond to what the set changes. */
const OUTCOMES = {
  more: 'called',
  less: 'none',
  'does not respond': 'none',
  'differs by less than the smallest effect of interest': 'none',
  'not enough data': 'undecided',
  'below what the measurement resolves': 'none',
  'no test': 'untested',
} as const satisfies Record<StatisticsRow['outcome'], HeadOutcome>;

export function statisticsOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const names = [MAIN, ...METRIC_NAMES.filter((metric) => metric !== MAIN)];
  return names.flatMap((metric): HeadQuantity[] => {
    const rows = statisticsRows(result, [metric]);
    const last = rows.at(-1);
    if (last === undefined) return [];
    const compared = rows.find(({ comparison }) => comparison !== 'none')?.comparison;
    const { label, unit, change } = METRICS[metric];
    // Of the original alone: it is the same whatever stands beside it.
    if (compared !== undefined && change === 'none') return [];
    const numbers = (of: (row: StatisticsRow) => number | null) =>
      Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
    const shared = {
      name: metric,
      unit,
      question: 'responds',
      layers: last.layer + 1,
      heads: last.head + 1,
      n: Math.max(...rows.map((row) => (compared === undefined ? row.n : (row.compared ?? 0)))),
    } as const;
    if (compared === undefined)
      return [
        {
          ...shared,
          title: label,
          signed: change === 'either',
          ...(change === 'low' && { lowestFirst: true }),
          values: numbers(({ mean }) => mean),
          low: numbers(({ ci_low }) => ci_low),
          high: numbers(({ ci_high }) => ci_high),
        },
      ];
    return [
      {
        ...shared,
        title: `${label} above ${controlWords(compared)}`,
        signed: true,
        ...(change === 'low' && { lowestFirst: true }),
        values: numbers(({ difference }) => difference),
        low: numbers(({ difference_ci_low }) => difference_ci_low),
        high: numbers(({ difference_ci_high }) => difference_ci_high),
        q: numbers(({ q }) => q),
        ...(metric === MAIN && {
          called: {
            as: 'responds',
            not: ['does not change more', 'do not change more'],
            rule: `It changes more than under its ${controlWords(compared)}: ${foundWords(rows.length)}.`,
            outcomes: rows.map((row) => (isSame(row) ? 'untested' : OUTCOMES[row.outcome])),
          },
        }),
      },
    ];
  });
}
