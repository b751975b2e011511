/** What is said of one pair that is patched live: it has no interval. */
import { quotedToken } from '../../figures/token-labels.ts';
import { effectWords } from '../../effects/effect-words.ts';
import type { Effect } from '../../effects/effects.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import type { PatchState } from '../pair-states.ts';

export interface HeadShares {
  readonly layer: number;
  readonly head: number;
  /** Shares of the way; null: undefined. */
  readonly denoising: number | null;
  readonly noising: number | null;
}

/**
 * 'L5 H9 of the original, put into the counterfactual, restores 0.43 of the sentence vector; …'
 * @param other what the original is put into: 'counterfactual', 'neutral'
 * @param tokens what a logit difference is of
 */
export function headSharesWords(
  { layer, head, denoising, noising }: HeadShares,
  effect: Pick<Effect, 'kind' | 'position' | 'pooling' | 'toward'>,
  other: string,
  tokens: readonly string[] = [],
): string {
  const share = (value: number | null) => (value === null ? 'an undefined share' : formatValue(value));
  const into = `L${layer} H${head} of the original, put into the ${other}, restores ${share(denoising)}`;
  return `${into} of the ${effectWords(effect, tokens)}; that of the ${other}, put into the original, breaks ${share(noising)}. One pair: no interval.`;
}

export interface TokenShares {
  /** By position of the other statement, which the original's are put into. */
  readonly denoising: readonly (number | null)[];
  /** By position of the original. */
  readonly noising: readonly (number | null)[];
}

/** 'By token it restores most at “whale” (0.21), and breaks most at “mammal” (0.19).'; '' where nothing is defined. */
export function tokenSharesWords(
  { denoising, noising }: TokenShares,
  tokens: { readonly original: readonly string[]; readonly other: readonly string[] },
): string {
  const most = (values: readonly (number | null)[], names: readonly string[], verb: string) => {
    const largest = Math.max(...values.filter((value) => value !== null));
    const at = values.indexOf(largest);
    return at === -1
      ? []
      : [`${verb} most at ${quotedToken(`${names[at] ?? at}`)} (${formatValue(largest)})`];
  };
  const clauses = [...most(denoising, tokens.other, 'restores'), ...most(noising, tokens.original, 'breaks')];
  return clauses.length === 0 ? '' : `By token it ${clauses.join(', and ')}.`;
}

/** Tokens that nothing was put in at; '' where there are none. */
export function aloneWords(
  alone: { readonly original: number; readonly other: number },
  other: string,
): string {
  const counts = [
    alone.original > 0 && `${counted(alone.original)} of the original`,
    alone.other > 0 && `${counted(alone.other)} of the ${other}`,
  ].filter((words) => words !== false);
  if (counts.length === 0) return '';
  const isOne = alone.original + alone.other === 1;
  return `${counts.join(' and ')} ${isOne ? 'has no partner and keeps its own value' : 'have no partner and keep their own values'}.`;
}

function counted(tokens: number): string {
  return `${tokens} ${tokens === 1 ? 'token' : 'tokens'}`;
}

/** Why a pair cannot be patched. */
export function unpatchedWords(
  state: PatchState,
  effect: Pick<Effect, 'kind' | 'position' | 'pooling' | 'toward' | 'least'>,
): string {
  const what = effectWords(effect);
  const words: Readonly<Record<PatchState, string>> = {
    measured: 'it was measured',
    same: 'the two statements are the same to the tokenizer: nothing lies between them, so what is restored is undefined',
    'too long': 'the statements are too long for the model',
    'not aligned':
      'no token of the one statement corresponds to one of the other: there is nothing to put in',
    'no position': `the ${what} cannot be read: a statement has no such place`,
    'no token': `the ${what} cannot be read: the answer is missing, or no single token`,
    'no neutral': 'the pair has no neutral to measure a cosine to',
    'not apart': `the two runs differ by less than ${formatChosen(effect.least)} in the ${what}: a share of so little says nothing`,
  };
  return words[state];
}
