/** What an analysis of effects says, in sentences made of its numbers. */
import { effectWords } from '../../effects/effect-words.ts';
import { estimateInSentence } from '../estimate.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { effectOf } from '../stored-effect.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { partWords, soFarWords } from '../statistics/compared-words.ts';
import { byClusters, countWords } from '../statistics/count-words.ts';
import { FOUND_INTERVAL } from '../statistics/found.ts';
import { controlWords } from '../statistics/head-words.ts';
import { type Changes, storedChanges } from './changes.ts';
import { type Corner, type CorneredHead, corneredHeads, countCorners } from './corners.ts';
import { byEffect, type HeadEffect, headEffects, methodsOf } from './heads.ts';
import { type EffectMethod, METHOD_WORDS } from './methods.ts';
import { extentWords, nothingPatched } from '../pair-states.ts';
import { storedCount, tooFewUnits } from '../too-few.ts';

/** Pairs that have a value by a method. */
export function measuredWith(result: NamedTensors, method: EffectMethod): number {
  return Math.max(0, ...tensorOf(result, `effects.${method}_n`).data);
}

export function effectsFindings(result: NamedTensors): string[] {
  const [method] = methodsOf(result);
  if (method === undefined) return [nothingPatched(result, 'effects.states')];
  return effectsSentences(result, method, storedChanges(result));
}

/** The headline first: how many heads change and matter; then the head that matters most, what it has no control for, the rules, what was left out. */
export function effectsSentences(
  result: NamedTensors,
  method: EffectMethod,
  changes: Changes | null,
): string[] {
  if (measuredWith(result, method) === 0) return [nothingPatched(result, 'effects.states')];
  const effects = headEffects(result, method);
  const heads = corneredHeads(effects, changes);
  const [strongest] = byEffect(effects);
  return [
    `${changes?.part === undefined ? '' : soFarWords(changes.part)}${headline(heads, changes, effectWords(effectOf(result, 'effects.effect')))}`,
    strongest === undefined ? '' : strongestSentence(strongest, result, method),
    // In sight: without it nothing says why what lies beyond the margin is undecided.
    tooFewSentence(result, method),
    'Effects have no control of their own: a share is of the difference between the two statements of each pair, whatever made it.',
    ruleSentence(result, method, changes),
    unalignedSentence(result, method),
    changes?.part === undefined ? '' : partWords(changes.part),
  ].filter((sentence) => sentence !== '');
}

function headline(heads: readonly CorneredHead[], changes: Changes | null, effect: string): string {
  const counts = countCorners(heads);
  const changing = heads.filter(({ change }) => change?.verdict === 'more');
  if (heads.every(({ effect: { verdict } }) => verdict === 'untested'))
    return `Too few pairs to tell which of ${countWords(heads.length, 'head')} matter for the ${effect}.`;
  const open = changing.filter(({ corner }) => corner === 'undecided').length;
  if (changes === null || heads.every(({ change }) => change === null || change.verdict === 'untested')) {
    const matter = heads.filter(({ effect: { verdict } }) => verdict === 'matters' || verdict === 'opposes');
    return `${matter.length === 0 ? 'None' : matter.length} of ${countWords(heads.length, 'head')} ${matter.length === 1 ? 'matters' : matter.length === 0 ? 'is found to matter' : 'matter'} for the ${effect}${againstWords(matter)}${othersWords(heads)}; ${changes === null || changes.comparison === 'none' ? 'nothing was compared with a control' : 'too little can be compared with its control for a test'}, so that nothing says which of them change more than usual.`;
  }
  const of = (wanted: Corner) => heads.filter(({ corner }) => corner === wanted);
  const [matter, isLess] = counts.less === 1 ? ['matters', 'changes'] : ['matter', 'change'];
  const less =
    counts.less === 0
      ? ''
      : `${counts.less} ${matter} and ${isLess} less than ${counts.less === 1 ? 'its' : 'their'} ${controlWords(changes.comparison)}${againstWords(of('less'))}, and `;
  const without = `${less}${counts.matters === 0 ? 'none' : counts.matters} ${counts.matters < 2 ? 'matters and changes' : 'matter and change'} too little to count${againstWords(of('matters'))}`;
  if (changing.length === 0)
    return `None of ${countWords(heads.length, 'head')} is known to change more than its ${controlWords(changes.comparison)}; ${without}.`;
  const each = [
    `${counts.both} ${counts.both === 1 ? 'matters' : 'matter'} for the ${effect}${againstWords(of('both'))}`,
    `${counts.changes} ${counts.changes === 1 ? 'does' : 'do'} not`,
    open > 0 ? `${open} ${open === 1 ? 'is' : 'are'} undecided` : '',
  ].filter((part) => part !== '');
  const last = each.pop() ?? '';
  const said = each.length === 0 ? last : `${each.join(', ')} and ${last}`;
  return `Of the ${countWords(changing.length, 'head')} that ${changing.length === 1 ? 'changes' : 'change'} more, ${said}; ${without}.`;
}

/** '; 1 does not, 7 are undecided': an effect that is not found is not none. */
function othersWords(heads: readonly CorneredHead[]): string {
  const count = (wanted: HeadEffect['verdict']) =>
    heads.filter(({ effect }) => effect.verdict === wanted).length;
  const [idle, open, untested] = [count('does not matter'), count('undecided'), count('untested')];
  const parts = [
    idle > 0 ? `${idle} ${idle === 1 ? 'does' : 'do'} not` : '',
    open > 0 ? `${open} ${open === 1 ? 'is' : 'are'} undecided` : '',
    untested > 0 ? `${untested} could not be tested` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

/** ', 2 of them working against it': heads that matter may move the outcome the other way. */
function againstWords(heads: readonly CorneredHead[]): string {
  const against = heads.filter(({ effect: { verdict } }) => verdict === 'opposes').length;
  if (against === 0) return '';
  return heads.length === 1 ? ', working against it' : `, ${against} of them working against it`;
}

function strongestSentence(head: HeadEffect, result: NamedTensors, method: EffectMethod): string {
  const others = methodsOf(result)
    .filter((other) => other !== method)
    .flatMap((other) => {
      const own = headEffects(result, other).find(
        (one) => one.layer === head.layer && one.head === head.head,
      );
      return own === undefined ? [] : [`${METHOD_WORDS[other].title} ${estimateInSentence(own)}`];
    });
  const beside = others.length === 0 ? '' : `; ${others.join('; ')}`;
  return `L${head.layer} H${head.head} has the largest effect, ${estimateInSentence(head)} of the way ${METHOD_WORDS[method].axis}${head.q === null ? ' (too few pairs for a test)' : ` (q = ${formatValue(head.q)})`}${beside}.`;
}

function ruleSentence(result: NamedTensors, method: EffectMethod, changes: Changes | null): string {
  const margin = formatChosen(scalarOf(result, 'effects.margin'));
  const n = extentWords(result, 'effects.states');
  const clusters = clustersOf(result);
  const change =
    changes === null || changes.comparison === 'none'
      ? ''
      : ` A head changes more when ${METRICS[changes.metric].label} does, against ${controlWords(changes.comparison)}, at a q of at most ${OUTCOME_LEVEL} and ${FOUND_INTERVAL}; ${nOfChanges(changes)}.`;
  return `A head matters when its whole 95 % interval lies beyond ±${margin} and q is at most ${LARGEST_Q} over all heads${byClusters(clusters, measuredWith(result, method))}, and does not when the whole of it lies within; what crosses is undecided (${METHOD_WORDS[method].title}; ${n}).${change}`;
}

/** Where clusters are drawn and flipped whole it is they that count. */
function tooFewSentence(result: NamedTensors, method: EffectMethod): string {
  return tooFewUnits(clustersOf(result), measuredWith(result, method), 'pair');
}

/** 0: each pair is a unit. */
function clustersOf(result: NamedTensors): number {
  return storedCount(result, 'effects.clusters');
}

/** 'n = 248 pairs' */
export function nOfChanges({ heads }: Changes): string {
  const n = Math.max(0, ...heads.map((head) => head.n));
  return `n = ${countWords(n, 'pair')}`;
}

function unalignedSentence(result: NamedTensors, method: EffectMethod): string {
  const name = method === 'patch' ? 'counterfactual' : 'original';
  if (method !== 'patch' && method !== 'noise') return '';
  const alone = scalarOf(result, `effects.unaligned_${name}`) ?? 0;
  return alone === 0
    ? ''
    : `${countWords(alone, 'token')} of the ${name}s ${alone === 1 ? 'has' : 'have'} no partner: the head keeps its own there.`;
}
