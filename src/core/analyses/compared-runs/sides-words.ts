/** What is compared with what, and what is left out, in sentences. */
import { isolated, quoted } from '../../isolated.ts';
import { countWords } from '../statistics/count-words.ts';
import type { NamedRun } from './compared-runs.ts';
import type { OutOfRuns } from './left-out-of-runs.ts';
import type { RunsDesign } from './runs-design.ts';
import { runWords } from './runs-words.ts';

export function comparedSidesWords(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
  /** Whether it says which runs they are: where they were chosen, that stands above. */
  isNamed = true,
): string[] {
  const [first, second] = runs;
  const out = leftOutWords(design, runs);
  const [one, other] = runs.map(runWords);
  const named = `Run ${first.id} (${quoted(first.set)} through ${isolated(first.model)}) ${design.as === 'described' ? 'beside' : '−'} run ${second.id} (${quoted(second.set)} through ${isolated(second.model)}).`;
  return [...(isNamed ? [named] : []), how(), ...left()];

  function how(): string {
    const [ofFirst, ofSecond] = design.compared;
    const clusters =
      design.clusters === null
        ? ''
        : design.clusters.second === 0
          ? ` in ${countWords(design.clusters.first, 'cluster')}`
          : ` (${design.clusters.first} and ${countWords(design.clusters.second, 'cluster')})`;
    if (design.as === 'described') return `${countWords(design.pairs[0], 'pair')} and ${design.pairs[1]}.`;
    if (design.as === 'paired')
      switch (design.beyond) {
        case 'control':
          return `${countWords(ofFirst, 'pair')}${clusters}: what each has in ${one} less what it has in ${other}, against the same of the control pairs that both have; permutations.`;
        case 'neutral':
          return `${countWords(ofFirst, 'pair')}${clusters}, each with itself: what it changes beyond its neutral change in ${one}, less the same in ${other}; sign flips.`;
        case 'own-controls':
        case 'none':
          return `${countWords(ofFirst, 'pair')}${clusters}, each with itself in the other run; sign flips.`;
      }
    const matched =
      design.matching === null || design.matching.kind === 'unadjusted'
        ? 'whatever the shape of their changes'
        : 'matched by the shape of their changes';
    if (design.beyond === 'own-controls')
      return `${countWords(ofFirst, 'pair')} against ${first.controlSet === null ? 'their control' : quoted(first.controlSet)}, ${ofSecond} against ${second.controlSet === null ? 'theirs' : quoted(second.controlSet)}: the difference of both differences.`;
    const beyond = design.beyond === 'neutral' ? ', each beyond its neutral change' : '';
    return `${countWords(ofFirst, 'pair')} of ${one} and ${ofSecond} of ${other}${clusters}${beyond}, as two samples ${matched}; permutations.`;
  }

  function left(): string[] {
    const { shared, as } = design;
    if (as === 'described') return [];
    // Where it is most of them, it is among what to be careful of.
    const leftOut = out.words === '' || out.isMost ? [] : [out.words];
    if (as === 'paired') return leftOut;
    return [
      ...leftOut,
      ...(shared > 0
        ? [
            `${countWords(shared, 'pair')} ${shared === 1 ? 'is' : 'are'} in both and ${shared === 1 ? 'counts' : 'count'} once on each side.`,
          ]
        : []),
    ];
  }
}

/** Of a run so many pairs are left out that what is found is of a part of it. */
const MOST = 0.5;

/** '3 of 20 pairs of run 1 are left out: they are not in run 4.'; where it is most of a run, with how much of it. */
export function leftOutWords(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
): { readonly words: string; readonly isMost: boolean } {
  const { pairs, leftOut } = design;
  const [first, second] = ([0, 1] as const).map((at) => sideLeftOut(design, runs, at));
  // Compared each with itself, both runs may have lost the very same pairs.
  const isOfBoth =
    design.as === 'paired' &&
    pairs[0] === pairs[1] &&
    leftOut.every((side) => side.every(({ reason }) => OF_PAIRS.has(reason)));
  const sides = [first, ...(isOfBoth ? [] : [second])].filter((side) => side !== undefined);
  const some = sides.filter(({ out }) => out > 0);
  const isMost = some.some(({ share }) => share > MOST);
  const words = some.map((side) => side.words(isOfBoth ? 'pairs' : `pairs of ${side.name}`));
  return {
    words: [...words, ...(isMost ? ['What is found holds for the others alone.'] : [])].join(' '),
    isMost,
  };
}

/** What a pair lacks in both runs, where it is in both. */
const OF_PAIRS: ReadonlySet<OutOfRuns> = new Set(['neutral', 'shape', 'cluster', 'covariate']);

function sideLeftOut(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
  at: 0 | 1,
): {
  readonly name: string;
  readonly out: number;
  readonly share: number;
  readonly words: (of: string) => string;
} {
  const [name, other] = [runWords(runs[at]), runWords(runs[1 - at] ?? runs[0])];
  const [reasons, all] = [design.leftOut[at], design.pairs[at]];
  const out = reasons.reduce((sum, { pairs }) => sum + pairs, 0);
  const share = all === 0 ? 0 : out / all;
  return { name, out, share, words };

  function words(of: string): string {
    const who =
      share > MOST ? `${percentOut(share)} of the ${of} (${out} of ${all})` : `${out} of ${all} ${of}`;
    const is = out === 1 ? 'is' : 'are';
    const why =
      reasons.length === 1
        ? reasons.map(({ reason }) => `${out === 1 ? 'it' : 'they'} ${lackWords(reason, out, design, other)}`)
        : reasons.map(({ reason, pairs }) => `${pairs} ${lackWords(reason, pairs, design, other)}`);
    return `${who} ${is} left out: ${why.join('; ')}.`;
  }
}

/** "have no neutral change of the same shape": what pairs lack that are not compared. */
function lackWords(reason: OutOfRuns, pairs: number, { as, beyond }: RunsDesign, other: string): string {
  const [is, has, its] = pairs === 1 ? ['is', 'has', 'its'] : ['are', 'have', 'their'];
  const isOfControls = beyond === 'control' || beyond === 'own-controls';
  // A stratum takes some of both sides: one or two are none to compare with.
  const against = isOfControls ? 'too few control pairs' : 'too few pairs';
  const where = isOfControls ? '' : ` in ${other}`;
  switch (reason) {
    case 'not-in-both':
      return `${is} not in ${other}`;
    case 'repeated':
      return `${is} the same as another pair of that run`;
    case 'neutral':
      return `${has} no neutral change of the same shape${as === 'paired' ? ' in at least one of the runs' : ''}`;
    case 'shape':
      return `${has} ${against} of ${its} shape${where}`;
    case 'cluster':
      return `${has} ${against} of ${its} shape in ${its} cluster${where}`;
    case 'covariate':
      return `${has} no value of what is adjusted for`;
  }
}

/** Not all, where some are left. */
function percentOut(share: number): string {
  return `${Math.min(99, Math.round(100 * share))} %`;
}

/** 'This rests on 17 of 547 pairs of run 1, in 12 clusters, and all 20 of run 2.': the pairs behind a finding. */
export function restsOnWords(
  { as, pairs, compared, clusters }: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
): string {
  const of = (at: 0 | 1): string => {
    const [own, all] = [compared[at], pairs[at]];
    return own === all ? countWords(own, 'pair') : `${own} of ${countWords(all, 'pair')}`;
  };
  const within = (count = 0, at: 0 | 1): string =>
    count === 0 || count === compared[at] ? '' : ` in ${countWords(count, 'cluster')}`;
  const first = within(clusters?.first, 0);
  if (as === 'paired' && pairs[0] === pairs[1]) return `This rests on ${of(0)}${first}.`;
  if (as === 'paired')
    return `This rests on ${countWords(compared[0], 'pair')}${first}, of ${pairs[0]} in ${runWords(runs[0])} and ${pairs[1]} in ${runWords(runs[1])}.`;
  return `This rests on ${of(0)} of ${runWords(runs[0])}${first}, and ${of(1)} of ${runWords(runs[1])}${within(clusters?.second, 1)}.`;
}

/** '17 of 547 pairs': of a run, beside what is shown of it. */
export function pairsOfRunWords({ pairs, compared, as }: RunsDesign, at: 0 | 1): string {
  const [own, all] = [compared[at], pairs[at]];
  return as === 'described' || own === all ? countWords(all, 'pair') : `${own} of ${countWords(all, 'pair')}`;
}
