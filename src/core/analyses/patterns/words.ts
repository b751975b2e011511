/** What a patterns result says, in sentences made of its numbers. */
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { estimateInSentence } from '../estimate.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { explanationSentences } from './explanation-words.ts';
import {
  liftRuleOf,
  patternColumns,
  type PatternCell,
  type PatternColumn,
  patternHeads,
  shownColumns,
  undefinedDetectors,
  isOfPosition,
  isOfSinks,
} from './calls.ts';
import { detectorNamed, offsetOf } from './detectors.ts';
import { LIFT_WORDS } from './options.ts';
import { countWords } from '../statistics/count-words.ts';
import { isTooFew, tooFewToCall } from '../too-few.ts';

/** The headline first; then what is strongest, whether there were too few texts, what is most common, the rules, and what was left out. */
export function patternsFindings(result: NamedTensors): string[] {
  const columns = patternColumns(result);
  const shown = shownColumns(columns);
  const margin = scalarOf(result, 'margin') ?? 0;
  return [
    headline(shown, margin, cannotTell(result)),
    strongest(shown, margin),
    tooFewTexts(result),
    mostCommon(shown),
    ...explanationSentences(result),
    rule(result, shown),
    positionRule(shown, margin),
    ...caveats(result, columns),
  ].filter((sentence) => sentence !== '');
}

/** How many texts were left to hold the patterns against, where they are too few for any call; null: they are enough. */
function cannotTell(result: NamedTensors): number | null {
  const { texts, units } = leftToHold(result);
  return isTooFew(units) ? texts : null;
}

function headline(columns: readonly PatternColumn[], margin: number, few: number | null): string {
  const heads = patternHeads(columns);
  const called = heads.filter((head) => head.called.length > 0).length;
  const bySinks = heads.filter((head) => head.called.length > 0 && head.called.every(isSink)).length;
  const gone = heads.filter(
    ({ called: calls }) =>
      calls.length > 0 &&
      calls.every((cell) => isSink(cell) || isOfSinks(cell, margin)) &&
      !calls.every(isSink),
  ).length;
  const others = heads.filter((head) => head.called.length === 0);
  const open = others.filter(({ undecided }) => undecided.length > 0).length;
  const fell = others.filter((head) => head.undecided.length === 0 && head.fell.length > 0).length;
  const all = countWords(heads.length, 'head');
  const held =
    called === 0
      ? few === null
        ? `None of ${all} follows a pattern that holds on unseen text`
        : `Which of ${all} follow a pattern cannot be told: ${countWords(few, 'unseen text')} ${few === 1 ? 'tests' : 'test'} nothing`
      : `${called} of ${all} ${called === 1 ? 'follows' : 'follow'} a pattern that holds on unseen text${byWhat(called, gone, bySinks)}`;
  const more = called === 0 ? '' : ' more';
  const position = positionClause(columns, margin);
  const looked = `looked so on the first half of the texts and`;
  const undecided =
    open === 0 ? '' : `${open}${more} ${looked} ${open === 1 ? 'is' : 'are'} undecided on the second`;
  const fallen =
    fell === 0 ? '' : open > 0 ? `${fell} fell there` : `${fell}${more} ${looked} fell on the second`;
  return `${[`${held}${position}`, undecided, fallen].filter((part) => part !== '').join('; ')}.`;
}

/** Heads that are called, told apart by whether what calls them holds with sinks excluded; '' where all of it does. The counts add up. */
function byWhat(called: number, gone: number, bySinks: number): string {
  if (gone === 0 && bySinks === 0) return '';
  const standing = called - gone - bySinks;
  const clauses = [
    `${standing === 0 ? 'none' : standing} with attention to sinks left out, too`,
    ...(gone === 0 ? [] : [`${gone} only with it`]),
    ...(bySinks === 0 ? [] : [`${bySinks} ${bySinks === 1 ? 'looks' : 'look'} at a sink alone`]),
  ];
  return `: ${clauses.join(', ')}`;
}

/** Of the calls that do not name an offset, how many leave nothing over the head's own mean pattern by position. */
function positionClause(columns: readonly PatternColumn[], margin: number): string {
  const called = columns.flatMap(({ cells }) => cells.filter(({ verdict }) => verdict === 'called'));
  const others = called.filter(({ detector }) => offsetOf(detector) === null);
  const explained = others.filter((cell) => isOfPosition(cell, margin)).length;
  if (explained === 0) return '';
  const [calls, is] = [countWords(others.length, 'call'), explained === 1 ? 'is' : 'are'];
  return `; ${explained} of ${calls} by another pattern than an offset ${is} explained by position alone`;
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
  return `Most common: ${first.detector.title}${first.detector.isSink ? ', a sink' : ''} (${countWords(first.count, 'head')}).`;
}

/**
 * The strongest that stands with sinks excluded; beside it the larger one that does not: where a sink stands at the place that a pattern
 * names, attention to the sink looks like the pattern.
 */
function strongest(columns: readonly PatternColumn[], margin: number): string {
  const called = columns
    .flatMap(({ cells }) => cells.filter(({ verdict }) => verdict === 'called'))
    .toSorted((a, b) => (b.validation.mean ?? 0) - (a.validation.mean ?? 0));
  const [best] = called;
  if (best === undefined) return '';
  const standing = called.find((cell) => !isSink(cell) && !isOfSinks(cell, margin));
  if (best === standing) return `Strongest: ${liftWords(best)}${withoutSinks(best)}.`;
  const why = isSink(best)
    ? 'is a sink'
    : `is gone with sinks excluded (${formatValue(best.lifts['sinks-excluded'])})`;
  return standing === undefined
    ? `Strongest: ${liftWords(best)}; it ${why}, and no other pattern holds with sinks excluded.`
    : `Strongest with sinks excluded: ${liftWords(standing)}${withoutSinks(standing)}. ${nameOf(best)} has more, ${detectorNamed(best.detector).title} ${estimateInSentence(best.validation)}, which ${why}.`;
}

function liftWords(cell: PatternCell): string {
  return `${detectorNamed(cell.detector).title}, ${nameOf(cell)}, lift ${estimateInSentence(cell.validation)} on unseen text`;
}

/** ' (0.310 with sinks excluded)'; '' where that is undefined. */
function withoutSinks({ lifts }: PatternCell): string {
  const own = lifts['sinks-excluded'];
  return own === null ? '' : ` (over all texts ${formatValue(own)} with sinks excluded)`;
}

function isSink({ detector }: PatternCell): boolean {
  return detectorNamed(detector).isSink;
}

function rule(result: NamedTensors, columns: readonly PatternColumn[]): string {
  const margin = formatChosen(scalarOf(result, 'margin'));
  const [discovery, validation] = ['discovery_texts', 'validation_texts'].map((name) =>
    scalarOf(result, name),
  );
  return `Called: the lift, attention to what the pattern names less ${LIFT_WORDS[liftRuleOf(result)]}, lies above ${margin} on ${countWords(discovery ?? 0, 'text')}, and on ${countWords(validation ?? 0, 'other')} with its whole 95 % interval and q of at most ${LARGEST_Q}: Benjamini-Hochberg for each detector, over its heads that lay above ${margin} on the first half. Nothing corrects over the ${countWords(columns.length, 'detector')}.`;
}

function positionRule(columns: readonly PatternColumn[], margin: number): string {
  return positionClause(columns, margin) === ''
    ? ''
    : `By position alone: over the head’s own mean attention by relative position the lift is at most ${formatChosen(margin)} (means over all texts, without an interval).`;
}

/** Texts that the patterns are held against, and of how many units. */
function leftToHold(result: NamedTensors): { readonly texts: number; readonly units: number } {
  const texts = scalarOf(result, 'validation_texts') ?? 0;
  // Results of before do not say it.
  const units = result.has('validation_units') ? (scalarOf(result, 'validation_units') ?? 0) : texts;
  return { texts, units };
}

function tooFewTexts(result: NamedTensors): string {
  const { texts: validation, units } = leftToHold(result);
  if (validation >= 30 && !isTooFew(units)) return '';
  if (validation === 0)
    return 'No text was left to hold the patterns against, so nothing can be called: give more texts.';
  const few = `Only ${countWords(validation, 'text')} ${validation === 1 ? 'was' : 'were'} left to hold the patterns against`;
  return isTooFew(units)
    ? `${few}. ${tooFewToCall(units, units < validation ? 'cluster' : 'text')}`
    : `${few}: little can be called.`;
}

function caveats(result: NamedTensors, columns: readonly PatternColumn[]): string[] {
  const single = scalarOf(result, 'single_token_texts') ?? 0;
  const absent = undefinedDetectors(columns).map(({ title }) => title);
  return [
    single > 0
      ? `${countWords(single, 'text')} ${single === 1 ? 'has' : 'have'} one token, which has nothing to look at but itself.`
      : '',
    absent.length > 0 ? `Nothing in these texts could be measured of: ${absent.join(', ')}.` : '',
    absent.includes('space')
      ? 'No token of this tokenizer is white space alone: word start takes its place.'
      : '',
  ];
}

export const nameOf = ({ layer, head }: Pick<PatternCell, 'layer' | 'head'>): string => `L${layer} H${head}`;
