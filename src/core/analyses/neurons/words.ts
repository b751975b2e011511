/** What a neurons result says, in sentences made of its numbers. */
import { quotedToken } from '../../figures/token-labels.ts';
import { formatValue } from '../../figures/figure.ts';
import { visibleText } from '../../figures/visible-text.ts';
import { countWords } from '../statistics/count-words.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { neuronsOf, type ShownNeuron, vocabularyOf } from './neurons.ts';

/** A range of fewer tokens says little of what is common in it. */
const FEWEST_IN_RANGE = 20;

/**
 * The headline: how many neurons over how many tokens; how they were found; the one whose range is most of one token, beside how
 * common that token is; and what these numbers do not have.
 */
export function neuronsFindings(result: NamedTensors): string[] {
  const neurons = neuronsOf(result);
  const share = formatValue(scalarOf(result, 'share') ?? 0);
  return [
    `${countWords(neurons.length, 'neuron')} over ${countWords(scalarOf(result, 'tokens') ?? 0, 'token')} of ${countWords(scalarOf(result, 'texts') ?? 0, 'text')}.`,
    searchSentence(result, neurons),
    narrowest(neurons, scalarOf(result, 'tokens') ?? 0),
    `Beside the texts that excite a neuron most stand tokens drawn at random from its range, ${share} of the largest activation up, and from everywhere: read those first. These are examples and counts of this set; they have no intervals, and nothing is tested.`,
    neurons.every(({ raises }) => raises === null)
      ? 'What neurons write to the logits is not shown: this model’s logits are not read off its stream by a matrix.'
      : 'What a neuron writes is its output weights through the unembedding, the final norm’s gain folded in, less the mean of all tokens: the direct path alone, for one unit of activation.',
  ].filter((sentence) => sentence !== '');
}

function searchSentence(result: NamedTensors, neurons: readonly ShownNeuron[]): string {
  const id = result.has('searched_id') ? scalarOf(result, 'searched_id') : null;
  const [first] = neurons;
  if (id === null || first?.searched == null) return '';
  const word = vocabularyOf(result).get(id) ?? `#${id}`;
  return `Of all neurons’ writing that of these is most of ${quotedToken(visibleText(word))}, by its length; ${nameOfNeuron(first)} ${first.searched > 0 ? 'raises' : 'lowers'} it by ${formatValue(Math.abs(first.searched))} for one unit of activation.`;
}

function narrowest(neurons: readonly ShownNeuron[], all: number): string {
  const [first] = neurons
    .filter(({ rangeTokens, commonest }) => rangeTokens >= FEWEST_IN_RANGE && commonest !== null)
    .toSorted((a, b) => shareOfRange(b) - shareOfRange(a));
  if (first?.commonest == null) return '';
  const { word, tokens, base } = first.commonest;
  return `The range of ${nameOfNeuron(first)} is most of one token: ${quotedToken(visibleText(word))} is ${tokens} of its ${countWords(first.rangeTokens, 'token')} (${formatValue(shareOfRange(first))}), and ${formatValue(base / all)} of all tokens.`;
}

/** Of the tokens of its range, the share of the commonest. */
export function shareOfRange({ commonest, rangeTokens }: ShownNeuron): number {
  return commonest === null || rangeTokens === 0 ? 0 : commonest.tokens / rangeTokens;
}

export function nameOfNeuron({ layer, neuron }: Pick<ShownNeuron, 'layer' | 'neuron'>): string {
  return `L${layer} N${neuron}`;
}
