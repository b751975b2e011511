/** The effect that a person has chosen, for a model: what is left to the model is filled in, and what it cannot give refused. */
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { type Effect, EFFECTS, type EffectKind } from '../../../core/effects/effects.ts';
import { type EffectOptions, positionRule } from '../../../core/effects/effect-options.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { poolingOf } from './pooling.ts';

export type EffectModel = Pick<
  LoadedModel,
  'name' | 'folder' | 'hooks' | 'causal' | 'tokenizer' | 'dimensions'
>;

/** What is known of the tokens whose logits are read: named for all, or in the pairs. */
export interface KnownTargets {
  readonly target: boolean;
  readonly against: boolean;
}

/**
 * @throws PairlensError BAD_REQUEST for an effect that the model cannot have, or that lacks a token
 */
export function chosenEffect(model: EffectModel, options: EffectOptions, known: KnownTargets): Effect {
  const hasHead = model.hooks.includes(LOGITS);
  const kind = options.effect === 'auto' ? usualEffect(model, hasHead, known) : options.effect;
  const { reads, targets, title } = EFFECTS[kind];
  const refuse = (why: string) => new PairlensError('BAD_REQUEST', why, { effect: kind, model: model.name });
  if (reads === 'logits' && !hasHead)
    throw refuse(
      `${model.name} has no language-model head: there is no ${title.toLowerCase()} to measure. Choose pooled, residual or cosine`,
    );
  if (kind === 'loss' && !model.causal)
    throw refuse(
      `${model.name} foretells masked tokens only: the loss on a text is of decoders. Choose log_probability at the mask`,
    );
  if (targets > 0 && !known.target)
    throw refuse(`${title} is of a token: name it with target, or take a set whose pairs have answers`);
  if (targets > 1 && !known.against)
    throw refuse(
      `${title} is of two tokens: name the second with against, or take a set whose pairs have wrong answers`,
    );
  return {
    kind,
    position: positionRule(options.position) ?? (!model.causal && reads === 'logits' ? 'mask' : 'last'),
    pooling: options.pooling === 'auto' ? poolingOf(model.folder) : options.pooling,
    toward: options.toward,
    least: options.least,
  };
}

export function isToNeutral({ kind, toward }: Pick<Effect, 'kind' | 'toward'>): boolean {
  return kind === 'cosine' && toward === 'neutral';
}

/**
 * Of pairs of which none has a neutral.
 * @throws PairlensError BAD_REQUEST for a cosine to it
 */
export function checkNeedsNoNeutral(effect: Pick<Effect, 'kind' | 'toward'>): void {
  if (!isToNeutral(effect)) return;
  throw new PairlensError(
    'BAD_REQUEST',
    'no pair has a neutral to measure a cosine to: give the pairs neutrals, or measure it to the original',
  );
}

function usualEffect(
  { causal }: EffectModel,
  hasHead: boolean,
  { target, against }: KnownTargets,
): EffectKind {
  if (!hasHead) return 'pooled';
  if (target) return against ? 'logit_difference' : 'log_probability';
  return causal ? 'loss' : 'pooled';
}

/**
 * Where a statement has the position.
 * @param ids of the statement
 * @param tokenizer of its special tokens none is the last
 * @returns null where it has none: no mask in it, or too short
 */
export function placeInStatement(
  position: Effect['position'],
  ids: readonly number[],
  tokenizer: Pick<Tokenizer, 'maskId' | 'specialIds'> | null,
): number | null {
  if (position === 'last') {
    const last = ids.findLastIndex((id) => tokenizer?.specialIds.has(id) !== true);
    return last === -1 ? null : last;
  }
  if (position === 'mask') {
    const maskId = tokenizer?.maskId ?? null;
    const place = maskId === null ? -1 : ids.indexOf(maskId);
    return place === -1 ? null : place;
  }
  return position < ids.length ? position : null;
}
