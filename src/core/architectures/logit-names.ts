/** The names of what a graph with a language-model head gives (logits.ts); who runs a graph needs no more than these. */
import { LOGITS } from './hook-names.ts';

/** What is read off the logits. */
export const SCORES = ['log_sum_exp', 'chosen_logits', 'loss'] as const;
/** The input that the scores of single ids need. */
export const TARGET_IDS = 'target_ids';

export type LogitOutput = typeof LOGITS | (typeof SCORES)[number];

export function isLogitOutput(name: string): name is LogitOutput {
  return name === LOGITS || SCORES.some((score) => score === name);
}

/** Whether it is of single ids. */
export function needsTargets(output: string): boolean {
  return output === 'chosen_logits' || output === 'loss';
}
