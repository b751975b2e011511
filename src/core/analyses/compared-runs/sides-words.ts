/** What is compared with what, and what is left out, in sentences. */
import { isolated } from '../../isolated.ts';
import { countWords } from '../statistics/count-words.ts';
import type { NamedRun } from './compared-runs.ts';
import type { RunsDesign } from './runs-design.ts';
import { runWords } from './runs-words.ts';

export function comparedSidesWords(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
): string[] {
  const [first, second] = runs;
  const out = leftOutWords(design, runs);
  const [one, other] = runs.map(runWords);
  const named = `Run ${first.id} (${isolated(first.set)} through ${isolated(first.model)}) ${design.as === 'described' ? 'beside' : '−'} run ${second.id} (${isolated(second.set)} through ${isolated(second.model)}).`;
  return [named, how(), ...left()];

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
      return `${countWords(ofFirst, 'pair')} against ${isolated(first.controlSet ?? 'their control')}, ${ofSecond} against ${isolated(second.controlSet ?? 'theirs')}: the difference of both differences.`;
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

/** '530 of run 1 are left out: …'; where it is most of a run, with how much. */
export function leftOutWords(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
): { readonly words: string; readonly isMost: boolean } {
  const { pairs, compared, as } = design;
  const sides = runs.map((run, at) => {
    const [all, own] = [pairs[at] ?? 0, compared[at] ?? 0];
    return { name: runWords(run), all, out: all - own, share: all === 0 ? 0 : (all - own) / all };
  });
  const most = sides.filter(({ share }) => share > MOST);
  const some = most.length > 0 ? most : sides.filter(({ out }) => out > 0);
  if (as === 'described' || some.length === 0) return { words: '', isMost: false };
  const count = some.reduce((sum, { out }) => sum + out, 0);
  const why = whyLeftOut(design);
  const named = some.map(({ name, out, all, share }) =>
    most.length > 0 ? `${percentOut(share)} of the pairs of ${name} (${out} of ${all})` : `${out} of ${name}`,
  );
  return {
    words: `${named.join(' and ')} ${count === 1 ? 'is' : 'are'} left out${why === '' ? '' : `: ${why}`}.${
      most.length > 0 ? ' What is found holds for the others alone.' : ''
    }`,
    isMost: most.length > 0,
  };
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

/** What pairs lack that are not compared; '' where nothing is asked of them. */
function whyLeftOut({ as, beyond, matching }: RunsDesign): string {
  if (as === 'paired')
    return {
      neutral: 'not in both runs with a neutral change of the same shape',
      control: 'not in both runs, or without control pairs of their shape',
      'own-controls': 'not in both runs',
      none: 'not in both runs',
    }[beyond];
  if (beyond === 'own-controls') return 'no control pairs of their shape';
  return [
    ...(beyond === 'neutral' ? ['no neutral change of the same shape'] : []),
    ...(matching !== null && matching.kind !== 'unadjusted'
      ? ['no pairs of their shape in the other run']
      : []),
  ].join(', or ');
}
