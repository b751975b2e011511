/** What was found, in sentences. */
import { quotedToken } from '../../figures/token-labels.ts';
import { estimateInSentence } from '../estimate.ts';
import { countWords } from '../statistics/count-words.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import {
  type AgainstCounts,
  againstCounts,
  bigramRow,
  firstOrdinary,
  listedTokens,
  listsOf,
} from './result.ts';

/** A token as it is said: with its spaces seen. */
export function spelled(text: string): string {
  return quotedToken(text.replaceAll('\n', '↵'));
}

export function bigramsFindings(result: NamedTensors): string[] {
  const vocabulary = scalarOf(result, 'bigrams.vocabulary') ?? 0;
  const listed = tensorOf(result, 'bigrams.tokens').data.length;
  return [
    ...correlationWords(result),
    followersWords(result),
    `Listed ${listed === vocabulary ? `are all ${vocabulary.toLocaleString('en')} tokens` : `${listed === 1 ? 'is' : 'are'} ${listed.toLocaleString('en')} of ${vocabulary.toLocaleString('en')} tokens`}, by embeddings and unembedding alone (W_E W_U): no head, no position and no normalisation has a part in it.`,
    ...(listsOf(result).includes('predicts_log')
      ? []
      : [
          'The vocabulary is large: what predicts a token is ranked by logit alone, for by log probability every row of it would have to be normalised.',
        ]),
  ];
}

function correlationWords(result: NamedTensors): string[] {
  const [score, control, difference] = (['correlation', 'control', 'difference'] as const).map((name) =>
    againstCounts(result, name),
  );
  if (!score || !control || !difference) return [];
  if (difference.low === null)
    return [
      `Whether what the weights rank high after a token follows it more often in the texts cannot be told: they have enough followers of ${countWords(score.n, 'token')}, too few for an interval.`,
    ];
  return [
    `${claimWords(difference)}: rank correlation ${estimateInSentence(score)} over the followers of ${countWords(score.n, 'token')}, against ${estimateInSentence(control)} with the row of another token as frequent; difference ${estimateInSentence(difference)} (95 % intervals over tokens).`,
  ];
}

/** By the interval of the difference from the control. */
function claimWords({ low, high }: AgainstCounts): string {
  if (low !== null && low > 0)
    return 'What the weights rank high after a token follows it more often in the texts';
  if (high !== null && high < 0)
    return 'What the weights rank high after a token follows it less often in the texts';
  return 'It is undecided whether what the weights rank high after a token follows it more often in the texts';
}

/** What the numbers are, by those of one token. */
function followersWords(result: NamedTensors): string {
  const what = 'What a token makes likelier right after it, by the weights alone';
  const tokens = listedTokens(result);
  if (tokens.length === 0) return `${what}: no token is listed.`;
  const { text, lists } = bigramRow(result, firstOrdinary(tokens));
  const first = (name: 'follows' | 'predicts') =>
    (lists[name] ?? [])
      .slice(0, 3)
      .map((entry) => spelled(entry.text))
      .join(', ');
  return `${what}: after ${spelled(text)}, for one, ${first('follows')}; what it is likeliest to come after: ${first('predicts')}.`;
}
