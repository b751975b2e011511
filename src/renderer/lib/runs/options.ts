/** The options of a run, in words. */
import type { RunOptions } from '../../../shared/entities.ts';

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

export function alignmentLabel(value: RunOptions['alignment']): string {
  return ALIGNMENT_CHOICES.find((choice) => choice.value === value)?.label ?? value;
}

export function keepLabel(value: RunOptions['keep']): string {
  return KEEP_CHOICES.find((choice) => choice.value === value)?.label ?? value;
}
