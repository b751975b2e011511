import { distance } from 'fastest-levenshtein';
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { isLogitOutput } from '../../../core/architectures/logit-names.ts';
import { PairlensError } from '../../../shared/errors.ts';

const SUGGESTIONS = 3;

/** @throws PairlensError HOOK_UNKNOWN naming the nearest hook points */
export function checkHooks(asked: Iterable<string>, known: readonly string[]): void {
  for (const hook of asked) {
    if (known.includes(hook)) continue;
    const nearest = nearestNames(hook, known);
    throw new PairlensError(
      'HOOK_UNKNOWN',
      `unknown hook point "${hook}"; the nearest are ${nearest.join(', ')}`,
      { hook, nearest, known },
    );
  }
}

/**
 * Scores of logits are asked for as hook points are, of models that have logits.
 * @param model its name
 * @param asked hook points and scores
 * @param known the model's hook points
 * @throws PairlensError BAD_REQUEST
 */
export function checkScores(model: string, asked: readonly string[], known: readonly string[]): void {
  const score = asked.find((name) => isLogitOutput(name) && name !== LOGITS);
  if (score === undefined || known.includes(LOGITS)) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `${model} has no ${score}, because its checkpoint has no language-model head`,
    { model, score },
  );
}

/** The few of `known` that a name which is none of them was most likely meant to be, the nearest first. */
export function nearestNames(asked: string, known: readonly string[]): string[] {
  return known.toSorted((a, b) => remoteness(asked, a) - remoteness(asked, b)).slice(0, SUGGESTIONS);
}

/** 0 for a name that lacks only its beginning, else the number of edits between the two. */
function remoteness(asked: string, known: string): number {
  return known.endsWith(`.${asked}`) ? 0 : distance(asked, known);
}
