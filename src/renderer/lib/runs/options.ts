/** The options of a run, in words. */
import { capitalised } from '../../../core/capitalised.ts';
import type { ComparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { QUERY_WORDS } from '../../../core/metrics/queries.ts';
import type { Provenance, RunOptions } from '../../../shared/entities.ts';

interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly hint: string;
}

export const ALIGNMENT_CHOICES: readonly Choice<RunOptions['alignment']>[] = [
  {
    value: 'auto',
    label: 'Automatic',
    hint: 'By position where both sentences have the same number of tokens, by edit distance elsewhere.',
  },
  {
    value: 'position',
    label: 'By position',
    hint: 'Token 1 with token 1, and so on. Pairs of unequal length fail.',
  },
  {
    value: 'edit',
    label: 'By edit distance',
    hint: 'The fewest insertions, deletions and substitutions of tokens.',
  },
];

export const KEEP_CHOICES: readonly Choice<RunOptions['keep']>[] = [
  { value: 'none', label: 'Metrics only', hint: 'Smallest. Maps are computed again when a pair is opened.' },
  { value: 'patterns', label: 'Patterns', hint: 'Attention patterns are stored, so that maps open at once.' },
  { value: 'all', label: 'Patterns and outputs', hint: 'Head outputs (z) too. Largest.' },
];

export const COMPARISON_CHOICES: readonly Choice<ComparisonChoice['comparison']>[] = [
  {
    value: 'auto',
    label: 'As the set allows',
    hint: 'Each pair with its own neutral change where the set has them, else controls whose change has the same shape.',
  },
  {
    value: 'paired',
    label: 'Neutral changes',
    hint: 'Each pair is its own control: what its counterfactual changes, less what its neutral changes.',
  },
  {
    value: 'matched',
    label: 'Controls of the same shape',
    hint: 'Pairs of the control set that put in, take out and replace as many tokens, weighted to the mix of the set.',
  },
  {
    value: 'unadjusted',
    label: 'All controls, not adjusted',
    hint: 'Whatever the shape of their changes: a difference may be one of shape.',
  },
];

export const CLUSTER_CHOICES: readonly Choice<ComparisonChoice['clusters']>[] = [
  {
    value: 'auto',
    label: 'By column',
    hint: 'Pairs of one cluster (a template, a source sentence) are drawn and permuted whole, where the set names clusters.',
  },
  { value: 'labels', label: 'Labels', hint: 'Pairs of one label are drawn and permuted whole.' },
  { value: 'none', label: 'None', hint: 'Each pair counts as independent of all others.' },
];

export const ADJUSTMENT_CHOICES: readonly Choice<ComparisonChoice['adjustment']>[] = [
  { value: 'regression', label: 'By regression', hint: 'Common slopes within strata.' },
  { value: 'strata', label: 'By thirds', hint: 'Strata also hold thirds of these apart.' },
];

export const QUERIES_CHOICES: readonly Choice<RunOptions['queries']>[] = [
  {
    value: 'auto',
    label: 'Automatic',
    hint: 'From the change on for decoders, where tokens before it see the same in both sentences; all for encoders.',
  },
  { value: 'all', label: 'All', hint: 'Every token, also those that the change cannot reach.' },
  {
    value: 'from_change',
    label: 'From the change on',
    hint: 'From the first token at which the sentences differ.',
  },
  {
    value: 'change',
    label: 'The change',
    hint: 'Substituted tokens alone. An inserted token has no counterpart, so that most metrics are undefined for it.',
  },
  {
    value: 'last',
    label: 'Last',
    hint: 'The last token that is not special, from which a decoder predicts.',
  },
];

/** 'All queries'. */
export function queriesLabel(value: Provenance['queries']): string {
  const words = QUERY_WORDS[value];
  return capitalised(words);
}

export function alignmentLabel(value: RunOptions['alignment']): string {
  return ALIGNMENT_CHOICES.find((choice) => choice.value === value)?.label ?? value;
}

export function keepLabel(value: RunOptions['keep']): string {
  return KEEP_CHOICES.find((choice) => choice.value === value)?.label ?? value;
}
