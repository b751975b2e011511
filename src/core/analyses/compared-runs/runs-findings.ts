/** What a comparison of two runs has found, in words made of its numbers; it claims no more than the outcomes do. */
import { capitalised } from '../../capitalised.ts';
import { decimalsFor, decimalsShowing, formatFixed, meanInSentence } from '../../figures/fixed-numbers.ts';
import { formatChosen } from '../../figures/figure.ts';
import { pairsOfPart } from '../../figures/part-of-run.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import { OUTCOME_LEVEL, UNRESOLVED } from '../../statistics/outcome.ts';
import { comparedSidesWords, leftOutWords, restsOnWords } from './sides-words.ts';
import { partWords } from '../statistics/compared-words.ts';
import { countWords } from '../statistics/count-words.ts';
import { countOutcomes, type Findings, type OutcomeCounts } from '../statistics/findings.ts';
import { foundWords } from '../statistics/found.ts';
import { foundSpreadWords } from '../statistics/found-spread.ts';
import { byResponse } from '../statistics/ranking.ts';
import type { HeadOfRuns, NamedRun, RunsCompared } from './compared-runs.ts';
import { QUANTITY_WORDS, quantilesOfHeads } from './model-quantities.ts';
import type { RunSetting } from './run-settings.ts';
import { conditionedWords, directionOfRuns, type DirectionOfRuns, runWords } from './runs-words.ts';

export interface RunsFindingsInput {
  readonly compared: RunsCompared;
  readonly runs: readonly [first: NamedRun, second: NamedRun];
  readonly settings: readonly RunSetting[];
  /** Sets and models of the runs are said elsewhere. */
  readonly areNamedBeside?: boolean;
}

export function describeRuns(input: RunsFindingsInput): Findings {
  const { compared } = input;
  const rows = compared.design.by === 'heads' ? compared.heads : compared.quantities;
  return {
    counts: countOutcomes(rows),
    headline: `${soFar(input)}${headline(input, rows)}`,
    details: details(input, rows),
    compared: [
      ...comparedSidesWords(compared.design, input.runs, input.areNamedBeside !== true),
      ...compared.design.adjustment,
      ...(rows.some(({ q }) => q !== null)
        ? [
            `Found: ${foundWords(rows.length, compared.design.by === 'heads' ? 'heads' : 'numbers')} (Benjamini-Hochberg).`,
          ]
        : []),
      ...marginWords(rows, METRICS[compared.metric].unit, compared.design.by === 'heads' ? 'head' : 'number'),
    ],
    caveats: caveats(input, rows),
  };
}

/** The smallest effect of interest, where one was set and something is tested. */
function marginWords(rows: readonly HeadOfRuns[], unit: string, noun: 'head' | 'number'): string[] {
  const margin = rows.find((row) => row.margin !== null)?.margin ?? null;
  if (margin === null) return [];
  return [
    `The smallest effect of interest is ±${formatChosen(margin, unit)}: a ${noun} is shown to differ by less by tests of equivalence, q ≤ ${OUTCOME_LEVEL}.`,
  ];
}

/** 'So far, after 17 of 547 pairs of run 4: ' before what is found of a run that is not over. */
function soFar({ runs }: RunsFindingsInput): string {
  const parts = runs.flatMap((run) =>
    run.part === undefined ? [] : [`${pairsOfPart(run.part)} of ${runWords(run)}`],
  );
  return parts.length === 0 ? '' : `So far, after ${parts.join(' and ')}: `;
}

/** Settings but for which the metric would be the same quantity in both runs: "queries". */
function otherQuantity({ compared: { design }, settings }: RunsFindingsInput): string[] {
  if (design.as === 'described') return [];
  return settings.flatMap(({ name, differs, changesMetric }) =>
    differs && changesMetric ? [name.toLowerCase()] : [],
  );
}

function headline(input: RunsFindingsInput, rows: readonly HeadOfRuns[]): string {
  const { compared, runs } = input;
  const { design, metric } = compared;
  const settings = otherQuantity(input);
  const called = rows.filter(({ outcome }) => outcome === 'more' || outcome === 'less');
  const areBelow = METRICS[metric].change === 'high' && called.length > 0 && called.every(isBelowControl);
  const beyond = design.beyond !== 'none' && areBelow ? 'below' : design.beyond;
  const words = beyond === 'below' ? FALL_BELOW : directionOfRuns(metric);
  const [first, second] = runs.map(runWords);
  if (design.as === 'described')
    return 'The two runs share neither model nor pairs: their numbers stand side by side, and nothing is tested.';
  if (rows.every(({ difference }) => difference === null))
    return `${METRICS[metric].label} could not be compared: too few pairs have a value in both runs.`;
  if (rows.every(({ difference }) => !difference))
    return `${METRICS[metric].label} is the same in both runs, ${design.by === 'heads' ? 'at every head' : 'in all that was compared'}. ${restsOnWords(design, runs)}`;
  if (design.beyond === 'own-controls')
    return `Each run against a control of its own: of these differences there ${hasIntervals(rows) ? 'are intervals and no test' : 'is neither interval nor test'}, so no head is called.`;
  const counts = countOutcomes(rows);
  const basis = restsOnWords(design, runs);
  const conditioned = (finding: string): string =>
    conditionedWords(beyond === 'below' ? 'in words' : design.beyond, settings, finding);
  if (design.by === 'quantities')
    return `${conditioned(headlineOfModels(compared, words, [first ?? '', second ?? '']))} ${basis}`;
  const rest = [
    counts.undecided > 0 ? `${counts.undecided} ${counts.undecided === 1 ? 'is' : 'are'} undecided` : '',
    counts.unresolved > 0
      ? `${counts.unresolved} ${counts.unresolved === 1 ? 'is' : 'are'} ${UNRESOLVED}`
      : '',
    counts.same > 0 ? `${counts.same} ${counts.same === 1 ? 'is' : 'are'} the same in both` : '',
    withinWords(counts, `${counts.small + counts.none}`),
    counts.untested > 0 ? `${counts.untested} could not be tested` : '',
  ].filter((part) => part !== '');
  const found =
    counts.more === 0 && counts.less === 0
      ? `No head is found to ${words.infinitive} or ${words.opposite} in ${first} than in ${second}`
      : counts.more === 0
        ? `No head is found to ${words.infinitive} in ${first} than in ${second}; ${counts.less} ${words.less[counts.less === 1 ? 0 : 1]}`
        : `${countWords(counts.more, 'head')} ${words.more[counts.more === 1 ? 0 : 1]} in ${first} than in ${second} and ${counts.less === 0 ? 'none' : counts.less} ${words.opposite}`;
  const sentence = `${[found, rest.join(', ')].filter((part) => part !== '').join('; ')}.`;
  const spread = foundSpreadWords(
    rows.filter(({ outcome }) => outcome === 'more' || outcome === 'less'),
    METRICS[metric].unit,
  );
  return [conditioned(sentence), spread, basis].filter((part) => part !== '').join(' ');
}

/** In both runs less than what it is compared with: it does not change more, it falls less far below. */
function isBelowControl({ first, second }: Pick<HeadOfRuns, 'first' | 'second'>): boolean {
  return (first ?? 0) < 0 && (second ?? 0) < 0;
}

const FALL_BELOW: DirectionOfRuns = {
  more: ['falls less far below its control', 'fall less far below their controls'],
  less: ['falls further below its control', 'fall further below their controls'],
  infinitive: 'fall less far below its control',
  opposite: 'further',
};

/** What is shown to be of no interest, by tests of equivalence; '' where there is nothing of it. @param who "3", "3 of 5 numbers" */
function withinWords({ small, none }: Pick<OutcomeCounts, 'small' | 'none'>, who: string): string {
  const within = small + none;
  if (within === 0) return '';
  return `${who} ${within === 1 ? 'is' : 'are'} shown to differ by less than the smallest effect`;
}

/** "the mean over all heads and the strongest head of each pair" */
function all(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names.map((name) => `the ${name}`));
}

/**
 * Few quantities: each is named, with its difference. The strongest head stands by itself, with what it owes to the number of heads.
 */
function headlineOfModels(
  compared: RunsCompared,
  words: DirectionOfRuns,
  [first, second]: readonly [string, string],
): string {
  const rows = compared.quantities;
  const unit = unitOf(compared);
  const decimals = decimalsFor(rows.map(({ difference }) => difference));
  const named = (outcome: 'more' | 'less', isOfStrongest: boolean): string[] => {
    const found = rows.filter(
      (row) => row.outcome === outcome && (row.quantity === 'largest') === isOfStrongest,
    );
    if (found.length === 0) return [];
    const each = found.map(
      ({ quantity, difference, difference_ci_low, difference_ci_high }) =>
        `${QUANTITY_WORDS[quantity]} (by ${meanInSentence(difference, difference_ci_low, difference_ci_high, decimalsShowing(difference, decimals))}${unit})`,
    );
    const does = words[outcome][found.length === 1 ? 0 : 1];
    return [
      `${all(each)} ${does} in ${first} than in ${second}${isOfStrongest ? moreHeadsWords(compared) : ''}`,
    ];
  };
  const counts = countOutcomes(rows);
  const within = withinWords(counts, `${counts.small + counts.none} of ${rows.length} numbers`);
  const [others, strongest] = ([false, true] as const).map((isOfStrongest) =>
    capitalised([...named('more', isOfStrongest), ...named('less', isOfStrongest)].join('; ')),
  );
  const found = [others ?? '', strongest ?? ''].filter((part) => part !== '');
  if (found.length === 0) {
    const none = `No difference between ${first} and ${second} is found${within === '' ? '' : ' that is as large as the smallest effect'}, over all heads or by depth`;
    return `${[none, within].filter((part) => part !== '').join('; ')}.`;
  }
  const { undecided } = counts;
  const rest = [
    undecided > 0 ? `${undecided} of ${rows.length} numbers ${undecided === 1 ? 'is' : 'are'} undecided` : '',
    within,
  ].filter((part) => part !== '');
  return `${[found.join('. '), rest.join(', ')].filter((part) => part !== '').join('; ')}.`;
}

/** ' (of 4 heads against 8: the strongest of more heads …)' of two models that have not as many; else ''. */
function moreHeadsWords({ means }: RunsCompared): string {
  const [first, second] = means.map((ofRun) => ofRun.flat().length);
  return first === second
    ? ''
    : ` (of ${first} heads against ${second}: the strongest of more heads is stronger by chance alone)`;
}

/** ' bits'; '' without a unit. */
function unitOf({ metric }: RunsCompared): string {
  const { unit } = METRICS[metric];
  return unit === '' ? '' : ` ${unit}`;
}

function details({ compared, runs }: RunsFindingsInput, rows: readonly HeadOfRuns[]): string[] {
  const { design, metric } = compared;
  const units = unitOf(compared);
  const [first, second] = runs.map(runWords);
  if (design.by === 'quantities') {
    const quantities = compared.quantities
      .filter(({ outcome }) => outcome === 'more' || outcome === 'less')
      .map(({ quantity, ...row }) => `${capitalised(QUANTITY_WORDS[quantity])}: ${bothValues(row)}.`);
    const [ofFirst, ofSecond] = compared.means.map((means) => quantilesOfHeads(means));
    const decimals = decimalsFor([...(ofFirst ?? []), ...(ofSecond ?? [])]);
    const median = (of: readonly (number | null)[] | undefined) => formatFixed(of?.[3] ?? null, decimals);
    return [
      ...quantities,
      `The median head has ${median(ofFirst)}${units} in ${first} and ${median(ofSecond)}${units} in ${second}.`,
    ];
  }
  const inOrder = byResponse(rows, metric);
  const more = inOrder.filter(({ outcome }) => outcome === 'more')[0];
  const less = inOrder.filter(({ outcome }) => outcome === 'less').at(-1);
  return [
    ...(more === undefined
      ? []
      : [`Furthest ahead in ${first} is L${more.layer} H${more.head}: ${numbers(more)}.`]),
    ...(less === undefined
      ? []
      : [`Furthest ahead in ${second} is L${less.layer} H${less.head}: ${numbers(less)}.`]),
  ];

  /** As the table below has them. */
  function decimalsOf({ difference }: Pick<HeadOfRuns, 'difference'>): number {
    return decimalsShowing(difference, decimalsFor(rows.map((row) => row.difference)));
  }

  function bothValues(row: Pick<HeadOfRuns, 'first' | 'second' | 'difference'>): string {
    const decimals = decimalsOf(row);
    const below =
      design.beyond !== 'none' && isBelowControl(row) ? ' (both below what they are compared with)' : '';
    return `${formatFixed(row.first, decimals)}${units} against ${formatFixed(row.second, decimals)}${below}`;
  }

  function numbers(
    row: Pick<HeadOfRuns, 'first' | 'second' | 'difference' | 'difference_ci_low' | 'difference_ci_high'>,
  ): string {
    return `${bothValues(row)}, a difference of ${meanInSentence(row.difference, row.difference_ci_low, row.difference_ci_high, decimalsOf(row))}${units}`;
  }
}

function caveats({ compared, settings, runs }: RunsFindingsInput, rows: readonly HeadOfRuns[]): string[] {
  const { design } = compared;
  const changing = settings.filter(({ differs, changesMetric }) => differs && changesMetric);
  const few =
    design.clusters !== null && Math.min(design.clusters.first, design.clusters.second || Infinity) < 12;
  const out = leftOutWords(design, runs);
  return [
    ...runs.flatMap((run) =>
      run.part === undefined ? [] : [partWords(run.part, capitalised(runWords(run)))],
    ),
    ...(out.isMost ? [out.words] : []),
    ...design.refused,
    ...changing.map(
      ({ name, first, second }) =>
        `Not the same in both runs: ${name.toLowerCase()} (${first}; ${second}). The metric is another quantity in each run, and the difference is of both.`,
    ),
    ...(design.beyond === 'none' && design.whyNotBeyond !== null ? [design.whyNotBeyond] : []),
    ...(design.matching?.kind === 'unadjusted' && design.matching.fallback !== null
      ? [`Not adjusted for the shape of the changes. ${design.matching.fallback}`]
      : []),
    ...(design.by === 'quantities' && design.as === 'paired'
      ? [
          'The strongest head of each pair is chosen pair by pair, on its control as well: it is not the head with the strongest mean, which the dots by depth show. It compares what each model does at its utmost, not equal heads.',
        ]
      : []),
    ...(few ? ['Few clusters: the intervals may be short.'] : []),
    ...(hasIntervals(rows) && design.beyond === 'own-controls'
      ? [
          `Intervals are 95 % each, of one head chosen beforehand: of ${rows.length} heads some miss by chance. Runs with neutral changes, or with the same control pairs, can be tested.`,
        ]
      : []),
  ];
}

function hasIntervals(rows: readonly HeadOfRuns[]): boolean {
  return rows.some(({ difference_ci_low: low }) => low !== null);
}
