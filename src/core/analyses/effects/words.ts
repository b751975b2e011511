/** What an analysis of effects says, in sentences made of its numbers. */
import { effectWords } from '../../effects/effect-words.ts';
import { effectOf } from './stored-effect.ts';
import { formatValue } from '../../figures/figure.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { controlWords } from '../statistics/head-words.ts';
import { type Changes, storedChanges } from './changes.ts';
import { type CorneredHead, corneredHeads, countCorners } from './corners.ts';
import { byEffect, type HeadEffect, headEffects, LARGEST_Q, methodsOf } from './heads.ts';
import { type EffectMethod, METHOD_WORDS } from './methods.ts';
import { extentWords } from './pair-states.ts';

/** '0.290 [0.251, 0.330]' */
export function formatNumbers({
  mean,
  low,
  high,
}: {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  if (mean === null) return 'undefined';
  return `${formatValue(mean)}${low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`}`;
}

/** Pairs that have a value by a method. */
export function measuredWith(result: NamedTensors, method: EffectMethod): number {
  return Math.max(0, ...tensorOf(result, `effects.${method}_n`).data);
}

export function effectsFindings(result: NamedTensors): string[] {
  const [method] = methodsOf(result);
  if (method === undefined) return ['Nothing was patched: no pair could be measured.'];
  return effectsSentences(result, method, storedChanges(result));
}

/** The headline first: how many heads change and matter; then the head that matters most, the rules, what was left out. */
export function effectsSentences(
  result: NamedTensors,
  method: EffectMethod,
  changes: Changes | null,
): string[] {
  const effects = headEffects(result, method);
  const heads = corneredHeads(effects, changes);
  const [strongest] = byEffect(effects);
  return [
    headline(heads, changes, effectWords(effectOf(result, 'effects.effect'))),
    strongest === undefined ? '' : strongestSentence(strongest, result, method),
    ruleSentence(result, method, changes),
    controlSentence(changes),
    unalignedSentence(result, method),
  ].filter((sentence) => sentence !== '');
}

function headline(heads: readonly CorneredHead[], changes: Changes | null, effect: string): string {
  const counts = countCorners(heads);
  const changing = heads.filter(({ change }) => change?.verdict === 'more');
  const open = changing.filter(({ corner }) => corner === 'undecided').length;
  if (changes === null || heads.every(({ change }) => change === null || change.verdict === 'untested')) {
    const matter = heads.filter(({ effect: { verdict } }) => verdict === 'matters').length;
    return `${matter} of ${counted(heads.length, 'head')} ${matter === 1 ? 'matters' : 'matter'} for the ${effect}; ${changes === null || changes.comparison === 'none' ? 'nothing was compared with a control' : 'too little can be compared with its control for a test'}, so that nothing says which of them change more than usual.`;
  }
  const without = `${counts.matters} ${counts.matters === 1 ? 'matters' : 'matter'} without changing more`;
  if (changing.length === 0)
    return `None of ${counted(heads.length, 'head')} is known to change more than its ${controlWords(changes.comparison)}; ${without}.`;
  const each = [
    `${counts.both} ${counts.both === 1 ? 'matters' : 'matter'} for the ${effect}`,
    `${counts.changes} ${counts.changes === 1 ? 'does' : 'do'} not`,
    open > 0 ? `${open} ${open === 1 ? 'is' : 'are'} undecided` : '',
  ].filter((part) => part !== '');
  const last = each.pop() ?? '';
  const said = each.length === 0 ? last : `${each.join(', ')} and ${last}`;
  return `Of the ${counted(changing.length, 'head')} that ${changing.length === 1 ? 'changes' : 'change'} more, ${said}; ${without}.`;
}

function strongestSentence(head: HeadEffect, result: NamedTensors, method: EffectMethod): string {
  const others = methodsOf(result)
    .filter((other) => other !== method)
    .flatMap((other) => {
      const own = headEffects(result, other).find(
        (one) => one.layer === head.layer && one.head === head.head,
      );
      return own === undefined ? [] : [`${METHOD_WORDS[other].title} ${formatNumbers(own)}`];
    });
  const beside = others.length === 0 ? '' : `; ${others.join('; ')}`;
  return `L${head.layer} H${head.head} has the largest effect, ${formatNumbers(head)} of the way ${METHOD_WORDS[method].axis}${head.q === null ? ' (too few pairs for a test)' : ` (q = ${formatValue(head.q)})`}${beside}.`;
}

function ruleSentence(result: NamedTensors, method: EffectMethod, changes: Changes | null): string {
  const margin = formatValue(scalarOf(result, 'effects.margin'));
  const n = extentWords(result, 'effects.states');
  const change =
    changes === null || changes.comparison === 'none'
      ? ''
      : ` A head changes more when ${METRICS[changes.metric].label} does, against ${controlWords(changes.comparison)}, at a q of at most ${OUTCOME_LEVEL}; ${nOfChanges(changes)}.`;
  return `A head matters when its whole 95 % interval lies beyond ±${margin} and q is at most ${LARGEST_Q} over all heads, and does not when the whole of it lies within; what crosses is undecided (${METHOD_WORDS[method].title}; ${n}).${change}`;
}

/** 'n = 248 pairs' */
export function nOfChanges({ heads }: Changes): string {
  const n = Math.max(0, ...heads.map((head) => head.n));
  return `n = ${counted(n, 'pair')}`;
}

function controlSentence(changes: Changes | null): string {
  return changes !== null && changes.comparison !== 'none'
    ? 'Effects have no control of their own: a share is of the difference between the two statements of each pair, whatever made it.'
    : '';
}

function unalignedSentence(result: NamedTensors, method: EffectMethod): string {
  const name = method === 'patch' ? 'counterfactual' : 'original';
  if (method !== 'patch' && method !== 'noise') return '';
  const alone = scalarOf(result, `effects.unaligned_${name}`) ?? 0;
  return alone === 0
    ? ''
    : `${counted(alone, 'token')} of the ${name}s ${alone === 1 ? 'has' : 'have'} no partner: the head keeps its own there.`;
}

function counted(count: number, singular: string): string {
  return `${count.toLocaleString('en')} ${singular}${count === 1 ? '' : 's'}`;
}
