/** How two runs, and which of them has more, are called. */
import { capitalised, inSentence } from '../../capitalised.ts';
import { isolated, quoted } from '../../isolated.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { countWords } from '../statistics/count-words.ts';
import { directionWords, type DirectionWords } from '../statistics/findings.ts';
import { partOfCaption } from '../../figures/part-of-run.ts';
import type { NamedRun, RunsCompared } from './compared-runs.ts';
import type { RunsDesign } from './runs-design.ts';

export function runWords({ id }: NamedRun): string {
  return `run ${id}`;
}

export interface DirectionOfRuns extends DirectionWords {
  /** "less", "lower" */
  readonly opposite: string;
}

/** "change more", "less"; of what goes both ways from 0, "are higher", "lower". */
export function directionOfRuns(metric: MetricName): DirectionOfRuns {
  const words = directionWords(METRICS[metric].change);
  const [, opposite = ''] = words.less[0].split(' ');
  return { ...words, opposite };
}

/**
 * A finding, behind what it holds for: "Beyond the control, 3 heads …", "Without a control, and measured differently in each run
 * (not the same: queries), 3 heads …".
 * @param beyond 'in words': the finding itself says what of a control
 * @param settings that make the metric another quantity in each run
 */
export function conditionedWords(
  beyond: RunsDesign['beyond'] | 'in words',
  settings: readonly string[],
  finding: string,
): string {
  const conditions = [
    ...(beyond === 'in words' ? [] : [beyond === 'none' ? 'without a control' : 'beyond the control']),
    ...(settings.length === 0
      ? []
      : [`measured differently in each run (not the same: ${settings.join(' and ')})`]),
  ].join(', and ');
  return conditions === '' ? finding : `${capitalised(conditions)}, ${inSentence(finding)}`;
}

/** 'Run 3 · MiniLM · “negation” − run 4 · MiniLM · “ioi” · n = 240 and 250 pairs' */
export function captionOfRuns(
  { design }: Pick<RunsCompared, 'design'>,
  [first, second]: readonly [first: NamedRun, second: NamedRun],
): string {
  const named = ({ id, model, set, part }: NamedRun) =>
    `${id} · ${isolated(model)} · ${quoted(set)}${partOfCaption(part)}`;
  const of = (at: 0 | 1): string =>
    design.compared[at] === design.pairs[at]
      ? `${design.pairs[at]}`
      : `${design.compared[at]} of ${design.pairs[at]}`;
  const pairs =
    design.as === 'paired'
      ? `n = ${countWords(design.compared[0], 'pair')}, each with itself`
      : `n = ${of(0)} and ${of(1)} ${design.pairs[1] === 1 ? 'pair' : 'pairs'}`;
  const beyond = {
    neutral: ', beyond their neutral changes',
    control: ', beyond the control pairs of both',
    'own-controls': ', each beyond its control',
    none: '',
  }[design.beyond];
  return `Run ${named(first)} ${design.as === 'described' ? 'beside' : '−'} run ${named(second)} (${pairs}${beyond})`;
}
