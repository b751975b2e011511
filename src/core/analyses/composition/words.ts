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
  const all = COMPOSITION_KINDS.map((kind) => ({ kind, edges: [...edgesOf(result, version, [kind])] }));
  const above = all.map(({ kind, edges }) => {
    const count = edges.filter(({ score }) => (score ?? 0) > mean + CLEARLY_ABOVE * sd).length;
    return `${count === 0 ? 'none' : count} of ${countWords(edges.length, 'pair')} of heads by ${KIND_WORDS[kind]}`;
  });
  const tops = all.map(
    ({ kind, edges }) => `by ${KIND_WORDS[kind]} ${strongest(edges, 3).map(edgeWords).join(', ')}`,
  );
  const first = strongest(edgesOf(result, version), 1)[0];
  return [
    ...(first === undefined
      ? []
      : [
          `The strongest of all: ${headName(first.from)} to the ${KIND_WORDS[first.kind]} of ${headName(first.to)}, ${formatValue(first.score)}, where random matrices of the same shape come to ${formatValue(mean)} (sd ${formatValue(sd)} of single pairs, ${samples} of them)${folded}.`,
        ]),
    `More than ${CLEARLY_ABOVE} sd above the mean of those: ${above.join('; ')}.`,
    'Scores are exact, of the weights alone: they have no interval, and say what a head could read of another, not what it does read. What an edge does on texts, ablation and path patching tell.',
    `The strongest of each kind: ${tops.join('; ')}.`,
  ];
}

/** 'L0H3 to L1H2 0.157' */
export function edgeWords({ from, to, score }: CompositionEdge): string {
  return `${headName(from)} to ${headName(to)} ${formatValue(score)}`;
}
