/** What it costs to take heads away where their detectors fire, in sentences made of the numbers. */
import { METHOD_WORDS } from '../ablation/words.ts';
import { formatValue } from '../../figures/figure.ts';
import { estimateInSentence } from '../estimate.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { countWords } from '../statistics/count-words.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { detectorNamed } from './detectors.ts';
import { type ExplainedDifference, explainedDifferences } from './explanation.ts';

/** With fewer of the tokens elsewhere there is nothing to tell the detector's from. */
export const LEAST_ELSEWHERE = 0.05;

/**
 * 'more' and 'less': where the detector fires taking the head away costs more, or less, than elsewhere: the whole 95 % interval of
 * the difference lies on that side of 0, and q is at most {@link LARGEST_Q}. 'everywhere': fewer than {@link LEAST_ELSEWHERE} of
 * the tokens lie elsewhere.
 */
export type ExplainedVerdict = 'more' | 'less' | 'not told apart' | 'everywhere';

export const EXPLAINED_WORDS: Readonly<Record<ExplainedVerdict, string>> = {
  more: 'more where it fires',
  less: 'less where it fires',
  'not told apart': 'not told apart',
  everywhere: 'too few elsewhere',
};

export function explainedVerdict({
  shareElsewhere,
  difference: { low, high },
  q,
}: Pick<ExplainedDifference, 'shareElsewhere' | 'difference' | 'q'>): ExplainedVerdict {
  if (!(shareElsewhere >= LEAST_ELSEWHERE)) return 'everywhere';
  if (low === null || high === null || q === null || q > LARGEST_Q) return 'not told apart';
  return low > 0 ? 'more' : high < 0 ? 'less' : 'not told apart';
}

/**
 * Of the method that says most of the head itself: what it read out of another text is as usual as what was there. Where there
 * is no other text, the mean of the set.
 */
export function leadingDifferences(result: NamedTensors): ExplainedDifference[] {
  const all = explainedDifferences(result);
  const by = (wanted: ExplainedDifference['method']) => all.filter(({ method }) => method === wanted);
  const resampled = by('resample');
  return resampled.some((own) => own.all.mean !== null) ? resampled : by('mean_set');
}

/** Heads that get a sentence each. */
const MOST_SENTENCES = 3;

/** How many heads cost more where their detector fires; then each head, what costs most first. [] where none was taken away. */
export function explanationSentences(result: NamedTensors): string[] {
  const heads = leadingDifferences(result).filter(({ all }) => all.mean !== null);
  const [first] = heads;
  if (first === undefined) return [];
  const sorted = heads.toSorted((a, b) => (b.all.mean ?? 0) - (a.all.mean ?? 0));
  const rest = sorted.length - MOST_SENTENCES;
  return [
    overview(heads),
    ...sorted.slice(0, MOST_SENTENCES).map(sentenceOf),
    rest > 0 ? `${countWords(rest, 'head')} more ${rest === 1 ? 'is' : 'are'} in the table.` : '',
  ];
}

function overview(heads: readonly ExplainedDifference[]): string {
  const count = (verdict: ExplainedVerdict) =>
    heads.filter((head) => explainedVerdict(head) === verdict).length;
  const way = METHOD_WORDS[heads[0]?.method ?? 'resample'];
  const clauses = [
    `${count('more')} ${count('more') === 1 ? 'costs' : 'cost'} more where the detector fires than elsewhere`,
    count('less') > 0 && `${count('less')} less`,
    count('not told apart') > 0 && `${count('not told apart')} not told apart`,
    count('everywhere') > 0 && `${count('everywhere')} with too few tokens elsewhere to tell`,
  ].filter((clause) => clause !== false);
  return `Of ${countWords(heads.length, 'head')} taken away on unseen texts (${way} in its place) ${clauses.join(', ')}. q is over these heads.`;
}

function sentenceOf(head: ExplainedDifference): string {
  const { layer, head: number, detector, all, fires, elsewhere, difference, shareElsewhere, n, q } = head;
  const name = `L${layer} H${number}`;
  const { title } = detectorNamed(detector);
  const verdict = explainedVerdict(head);
  if (verdict === 'everywhere')
    return `${name}: taking it away costs ${estimateInSentence(all)} nats a token. ${shareElsewhere === 0 ? 'None' : `Only ${share(shareElsewhere)}`} of the tokens ${shareElsewhere === 0 ? 'lies' : 'lie'} where ${title} does not fire, so nothing is said of where it costs.`;
  const costs = {
    more: `costs more where ${title} fires`,
    less: `costs less where ${title} fires`,
    'not told apart': `is not found to cost more or less where ${title} fires`,
  }[verdict];
  const tested = q === null ? 'too few texts for a test' : `q = ${formatValue(q)}`;
  return `${name}: taking it away ${costs}, ${estimateInSentence(fires)} nats a token, than elsewhere, ${estimateInSentence(elsewhere)}: a difference of ${estimateInSentence(difference)} (${tested}, n = ${countWords(n, 'text')} with both).`;
}

/** '3 %', '0.4 %' */
export function share(value: number): string {
  return `${Number((100 * value).toPrecision(2))} %`;
}
