/** What an attribution says, in sentences made of its numbers. */
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { type Estimate, estimateAt, estimateInSentence } from '../estimate.ts';
import { countWords, listWords } from '../statistics/count-words.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { casesOf } from './combine-cases.ts';
import { componentsOf, CONTROL } from './combine.ts';
import { storedCount, tooFewUnits } from '../too-few.ts';
import { COMPONENT_WORDS, SOURCE_ROLES, SOURCE_ROLE_WORDS } from './components.ts';
import { type AttributedHead, attributedHeads, type AttributionVerdict, bySize } from './heads.ts';

export const VERDICT_WORDS: Readonly<Record<AttributionVerdict, string>> = {
  for: 'writes for the token',
  against: 'writes against it',
  nothing: 'adds nothing that counts',
  undecided: 'undecided',
  untested: 'not tested: one text tells nothing of others',
};

/** 'adds up to the logit 3.21 (parts 3.21)'; null of token ids. */
export function sumLine(result: NamedTensors): string | null {
  if (!result.has('attribution.logit')) return null;
  const logit = formatValue(scalarOf(result, 'attribution.logit'));
  const total = formatValue(scalarOf(result, 'attribution.total'));
  return `adds up to the logit ${logit} (parts ${total}; no text is off by more than ${formatValue(scalarOf(result, 'attribution.largest_gap'))})`;
}

/** The headline first: how many heads write for the token; then the head that writes most, where it takes it from, the rule and the sum. */
export function attributionFindings(result: NamedTensors): string[] {
  if (result.has('attribution.cases'))
    return [
      `${countWords(casesOf(result).length, 'case')} of token ids, each by component; no means over them.`,
    ];
  if (!result.has('attribution.logit')) return [nothingExplained(scalarOf(result, 'attribution.left_out'))];
  const heads = bySize(attributedHeads(result));
  const [most] = heads;
  return [
    headline(result, heads),
    ...(most === undefined ? [] : [mostSentence(result, most)]),
    heads.length === 0
      ? ''
      : tooFewUnits(
          storedCount(result, 'attribution.clusters'),
          tensorOf(result, 'attribution.text').data.length,
          'text',
        ),
    rule(result, heads.length),
    partsSentence(result),
    neuronSentence(result),
    'Only what is written straight to the logit is counted: a head that works through later heads or MLPs adds nothing here, and may matter all the same: patching and ablation see it.',
  ].filter((sentence) => sentence !== '');
}

/** So many heads are named, for the token and against it. */
const NAMED = 6;

function headline(result: NamedTensors, heads: readonly AttributedHead[]): string {
  const logit = estimateInSentence(estimateAt(result, 'attribution.logit', 0));
  if (heads.length === 0)
    return `The logit is ${logit} on average; the model has no heads, so embeddings are all of it.`;
  if (heads.every(({ verdict }) => verdict === 'untested'))
    return `Too few texts to tell which of ${countWords(heads.length, 'head')} write for the token or against it. The logit itself is ${logit} on average.`;
  const named = (verdict: AttributionVerdict) => heads.filter((head) => head.verdict === verdict);
  const [writing, against] = [named('for'), named('against')];
  const isOfShares = scalarOf(result, 'attribution.shares') === 1;
  const [one, several, rest] = isOfShares
    ? ['has', 'have', 'a share in the logit']
    : ['writes', 'write', 'straight to the logit'];
  const sure = writing.length + against.length;
  if (sure === 0)
    return `None of ${countWords(heads.length, 'head')} is sure to ${several} ${rest} of the token. The logit itself is ${logit} on average.`;
  const list = (some: readonly AttributedHead[]) => listWords(some.map(nameOf), NAMED);
  const parts = [
    writing.length > 0 && `${writing.length} for it (${list(writing)})`,
    against.length > 0 && `${against.length} against it (${list(against)})`,
  ].filter((part) => part !== false);
  return `${sure} of ${countWords(heads.length, 'head')} ${sure === 1 ? one : several} ${rest} of the token: ${parts.join(', ')}.`;
}

function rule(result: NamedTensors, heads: number): string {
  const n = tensorOf(result, 'attribution.text').data.length;
  const hasControl = result.has(`attribution.heads${CONTROL}`);
  const what = hasControl ? ' of what it adds less what it adds to drawn tokens of the vocabulary' : '';
  const noControl = hasControl
    ? ''
    : ' There is no control beside it: a difference of two tokens is held against 0.';
  return `n = ${countWords(n, 'text')}${leftOutWords(scalarOf(result, 'attribution.left_out'))}; the mean logit ${estimateInSentence(estimateAt(result, 'attribution.logit', 0))} ${sumLine(result) ?? ''}.${
    heads === 0
      ? ''
      : ` A head counts when the whole 95 % interval${what} lies beyond ±${formatChosen(scalarOf(result, 'attribution.margin'))}, and q is at most ${LARGEST_Q} over ${countWords(heads, 'head')}.`
  }${heads === 0 ? '' : noControl}`;
}

/** Of the head that goes furthest from what drawn tokens get, or from 0 where there is no control. */
function mostSentence(result: NamedTensors, head: AttributedHead): string {
  const q = head.q === null ? 'too few texts for a test' : `q = ${formatValue(head.q)}`;
  const isFor = (head.difference.mean ?? 0) >= 0;
  const does =
    scalarOf(result, 'attribution.shares') === 1
      ? `has the largest share${isFor ? '' : ', against the token'}`
      : isFor
        ? 'adds most'
        : 'takes most off';
  const alike = isAboutAlike(head.difference) ? ', about the same on every text' : '';
  const numbers =
    head.control === null
      ? `: ${addedWords(head.difference)}${alike} (${q}).`
      : `, less what drawn tokens get: ${addedWords(head.difference)}${alike} (${q}); to the token ${addedWords(head)}, to drawn tokens ${addedWords(head.control)}.`;
  return `${nameOf(head)} ${does}${numbers}${sourceSentence(result, head)}`;
}

/** An interval so much narrower than its number says that all texts have about one number: seven digits of its ends are not read. */
const NEARLY_ALIKE = 1e-3;

function isAboutAlike({ mean, low, high }: Estimate): boolean {
  return mean !== null && low !== null && high !== null && high - low < NEARLY_ALIKE * Math.abs(mean);
}

/** '0.310 [0.220, 0.410]'; '1.514' of what a head adds whatever the text is. */
function addedWords(estimate: Estimate): string {
  return isAboutAlike(estimate) ? formatValue(estimate.mean) : estimateInSentence(estimate);
}

/** Of which tokens a head takes what it adds. */
function sourceSentence(result: NamedTensors, { layer, head }: AttributedHead): string {
  const sources = result.get('attribution.sources');
  if (sources === undefined) return '';
  const [, layers = 0, heads = 0] = sources.shape;
  const roles = SOURCE_ROLES.map((role, at) => ({
    role,
    value: estimateAt(result, 'attribution.sources', (at * layers + layer) * heads + head),
  })).sort((a, b) => Math.abs(b.value.mean ?? 0) - Math.abs(a.value.mean ?? 0));
  const [first] = roles;
  return first === undefined
    ? ''
    : ` The largest part of it is from ${SOURCE_ROLE_WORDS[first.role]}: ${addedWords(first.value)}.`;
}

function partsSentence(result: NamedTensors): string {
  const sums = componentsOf(result).map((name) => {
    let sum = 0;
    for (const value of tensorOf(result, `attribution.${name}`).data) sum += value;
    return { name, sum };
  });
  const told = sums.map(({ name, sum }) => `${COMPONENT_WORDS[name]} ${formatValue(sum)}`);
  return `By kind of component: ${told.join('; ')}.`;
}

function neuronSentence(result: NamedTensors): string {
  if (result.has('attribution.neurons_left_out'))
    return 'Neurons are not told: of so many texts what each of them adds is too much to keep. Fewer texts have them.';
  const neurons = result.get('attribution.neurons');
  const named = result.get('attribution.neuron');
  if (neurons === undefined || named === undefined) return '';
  const [, count = 1] = neurons.shape;
  const best = [...neurons.data.keys()].sort(
    (a, b) => Math.abs(neurons.data[b] as number) - Math.abs(neurons.data[a] as number),
  )[0];
  if (best === undefined) return '';
  const own = estimateAt(result, 'attribution.neurons', best);
  return `Of neurons ${named.data[best]} of layer ${Math.floor(best / count)} ${(own.mean ?? 0) >= 0 ? 'adds most' : 'takes most off'}: ${estimateInSentence(own)}, without a control; neurons are named and measured on the same texts, so their intervals are too kind to them.`;
}

/** Where all texts are left out. */
export function nothingExplained(leftOut: number | null): string {
  return `Nothing was explained${leftOutWords(leftOut)}: look at the position, the set and its answers.`;
}

/** ', 2 texts left out, with nothing to explain or too long for the model' */
export function leftOutWords(count: number | null): string {
  return count === null || count === 0
    ? ''
    : `, ${countWords(count, 'text')} left out, with nothing to explain there, an answer of several tokens, or too long for the model`;
}

const nameOf = ({ layer, head }: AttributedHead) => `L${layer} H${head}`;
