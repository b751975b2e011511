/** What was found, in sentences. */
import { formatValue } from '../../figures/figure.ts';
import { COMPOSITION_KINDS, type CompositionKind } from '../circuits/composition.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { countWords } from '../statistics/count-words.ts';
import { baselineOf, type CompositionEdge, edgesOf, headName, mainVersion, strongest } from './edges.ts';

export const KIND_WORDS: Readonly<Record<CompositionKind, string>> = {
  q: 'queries',
  k: 'keys',
  v: 'values',
};

/** So many standard deviations of single random pairs above their mean: what is counted as more than chance. */
export const CLEARLY_ABOVE = 3;

export function compositionFindings(result: NamedTensors): string[] {
  const { mean, sd, samples } = baselineOf(result);
  const version = mainVersion(result);
  const folded = version === 'folded' ? ', the normalisation folded in' : '';
  const tops = COMPOSITION_KINDS.map((kind) => ({
    kind,
    top: strongest(edgesOf(result, version, [kind]), 3),
    all: [...edgesOf(result, version, [kind])],
  }));
  const first = strongest(edgesOf(result, version), 1)[0];
  return [
    ...(first === undefined
      ? []
      : [
          `The strongest of all: ${headName(first.from)} to the ${KIND_WORDS[first.kind]} of ${headName(first.to)}, ${formatValue(first.score)}, where random matrices of the same shape come to ${formatValue(mean)} (sd ${formatValue(sd)} of single pairs, ${samples} of them)${folded}.`,
        ]),
    'Scores are exact, of the weights alone: they have no interval, and say what a head could read of another, not what it does read. What an edge does on texts, ablation and path patching tell.',
    ...tops.map(({ kind, top, all }) => {
      const above = all.filter(({ score }) => (score ?? 0) > mean + CLEARLY_ABOVE * sd).length;
      const lie = above === 0 ? 'None' : String(above);
      return `${lie} of ${countWords(all.length, 'pair')} of heads ${above < 2 ? 'lies' : 'lie'} more than ${CLEARLY_ABOVE} sd above that in what reaches ${KIND_WORDS[kind]}; the strongest: ${top.map(edgeWords).join(', ')}.`;
    }),
  ];
}

/** 'L0H3 to L1H2 0.157' */
export function edgeWords({ from, to, score }: CompositionEdge): string {
  return `${headName(from)} to ${headName(to)} ${formatValue(score)}`;
}
