/** What a patterns result says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { explanationSentences } from './explanation.ts';
import {
  LARGEST_Q,
  type LiftEstimate,
  liftRuleOf,
  patternColumns,
  type PatternCell,
  type PatternColumn,
  patternHeads,
  shownColumns,
  undefinedDetectors,
} from './calls.ts';
import { detectorNamed } from './detectors.ts';
import { LIFT_WORDS } from './options.ts';

/** '0.83 [0.81, 0.85]' */
export function formatLift({ mean, low, high }: LiftEstimate): string {
  const interval = low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`;
  return `${formatValue(mean)}${interval}`;
}

/** The headline first; then the rule, what is most common and strongest, and what the numbers do not say. */
export function patternsFindings(result: NamedTensors): string[] {
  const columns = patternColumns(result);
  const shown = shownColumns(columns);
  return [
    headline(shown),
    mostCommon(shown),
    strongest(shown),
    ...explanationSentences(result),
    rule(result),
    ...caveats(result, columns),
  ].filter((sentence) => sentence !== '');
}

function headline(columns: readonly PatternColumn[]): string {
  const heads = patternHeads(columns);
  const called = heads.filter((head) => head.called.length > 0).length;
  const bySinks = heads.filter(
    (head) => head.called.length > 0 && head.called.every(({ detector }) => detectorNamed(detector).isSink),
  ).length;
  const fell = heads.filter((head) => head.called.length === 0 && head.fell.length > 0).length;
  const all = counted(heads.length, 'head');
  const held =
    called === 0
      ? `None of ${all} is called by a pattern that holds on unseen text`
      : `${called} of ${all} ${called === 1 ? 'is' : 'are'} called by a pattern that holds on unseen text${bySinks === 0 ? '' : `, ${bySinks} by a sink alone`}`;
  const more = called === 0 ? '' : ' more';
  return fell === 0
    ? `${held}.`
    : `${held}; ${fell}${more} looked like one on the first half and fell on the second.`;
}

function mostCommon(columns: readonly PatternColumn[]): string {
  const counts = columns
    .map(({ detector, cells }) => ({
      detector,
      count: cells.filter(({ verdict }) => verdict === 'called').length,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  const [first] = counts;
  if (first === undefined) return '';
  return `Most common: ${first.detector.title}${first.detector.isSink ? ', a sink' : ''} (${counted(first.count, 'head')}).`;
}

function strongest(columns: readonly PatternColumn[]): string {
  const called = columns.flatMap(({ cells }) => cells.filter(({ verdict }) => verdict === 'called'));
  const best = called.toSorted((a, b) => (b.validation.mean ?? 0) - (a.validation.mean ?? 0))[0];
  if (best === undefined) return '';
  const { title } = detectorNamed(best.detector);
  return `Strongest: ${title}, ${nameOf(best)}, lift ${formatLift(best.validation)} on unseen text.`;
}

function rule(result: NamedTensors): string {
  const margin = formatValue(scalarOf(result, 'margin'));
  const [discovery, validation] = ['discovery_texts', 'validation_texts'].map((name) =>
    scalarOf(result, name),
  );
  return `Called: the lift, attention to what the pattern names less ${LIFT_WORDS[liftRuleOf(result)]}, lies above ${margin} on ${counted(discovery ?? 0, 'text')}, and on ${validation ?? 0} others with its whole 95 % interval and q of at most ${LARGEST_Q}.`;
}

function caveats(result: NamedTensors, columns: readonly PatternColumn[]): string[] {
  const single = scalarOf(result, 'single_token_texts') ?? 0;
  const absent = undefinedDetectors(columns).map(({ title }) => title);
  const validation = scalarOf(result, 'validation_texts') ?? 0;
  return [
    validation < 30
      ? validation === 0
        ? 'No text was left to hold the patterns against, so nothing can be called: give more texts.'
        : `Only ${counted(validation, 'text')} ${validation === 1 ? 'was' : 'were'} left to hold the patterns against: intervals are wide, and little can be called.`
      : '',
    single > 0
      ? `${counted(single, 'text')} ${single === 1 ? 'has' : 'have'} one token, which has nothing to look at but itself.`
      : '',
    absent.length > 0 ? `Nothing in these texts could be measured of: ${absent.join(', ')}.` : '',
    absent.includes('space')
      ? 'No token of this tokenizer is white space alone: word start takes its place.'
      : '',
  ];
}

export const nameOf = ({ layer, head }: Pick<PatternCell, 'layer' | 'head'>): string => `L${layer} H${head}`;

export function counted(count: number, singular: string): string {
  return `${count.toLocaleString('en')} ${singular}${count === 1 ? '' : 's'}`;
}
