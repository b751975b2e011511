/** What is compared with what, and what is left out, in sentences. */
import { countWords } from '../statistics/count-words.ts';
import type { NamedRun } from './compared-runs.ts';
import type { RunsDesign } from './runs-design.ts';
import { runWords } from './runs-words.ts';

export function comparedSidesWords(
  design: RunsDesign,
  runs: readonly [first: NamedRun, second: NamedRun],
): string[] {
  const [first, second] = runs;
  const [one, other] = runs.map(runWords);
  const named = `Run ${first.id} (${first.set} through ${first.model}) ${design.as === 'described' ? 'beside' : 'less'} run ${second.id} (${second.set} through ${second.model}).`;
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
      return `${countWords(ofFirst, 'pair')} against ${first.controlSet ?? 'their control'}, ${ofSecond} against ${second.controlSet ?? 'theirs'}: the difference of both differences.`;
    const beyond = design.beyond === 'neutral' ? ', each beyond its neutral change' : '';
    return `${countWords(ofFirst, 'pair')} and ${ofSecond}${clusters}${beyond}, as two samples ${matched}; permutations.`;
  }

  function left(): string[] {
    const { pairs, compared, shared, as } = design;
    if (as === 'described') return [];
    const out = [pairs[0] - compared[0], pairs[1] - compared[1]] as const;
    const sides = [one, other].flatMap((side, at) => ((out[at] ?? 0) > 0 ? [`${out[at]} of ${side}`] : []));
    const why = whyLeftOut(design);
    const leftOut =
      sides.length === 0
        ? []
        : [
            `${sides.join(' and ')} ${out[0] + out[1] === 1 ? 'is' : 'are'} left out${why === '' ? '' : `: ${why}`}.`,
          ];
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
