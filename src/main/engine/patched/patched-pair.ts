/**
 * Activation patching on one pair, as the analysis of that name does it on sets: what each head restores of the original in the
 * other statement, and breaks of it the other way. docs/science.md, section 10.
 */
import { orNull, tensorOf } from '../../../core/analyses/named-tensor.ts';
import { PATCH_DIRECTIONS } from '../../../core/analyses/patching/hooks.ts';
import { factsOfSide, statesOf } from '../../../core/analyses/patching/parts.ts';
import { unpatchedWords } from '../../../core/analyses/patching/pair-words.ts';
import { residPreHook, zHook } from '../../../core/architectures/hook-names.ts';
import { effectOptions } from '../../../core/effects/effect-options.ts';
import { type Effect, EFFECTS } from '../../../core/effects/effects.ts';
import { isApart } from '../../../core/effects/outcomes.ts';
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PatchedHead, PatchedPair, PatchedPairRequest } from '../../../shared/patched-pair.ts';
import { measurePatches } from '../analyses/patching/measure-patches.ts';
import { preparePatch, type PreparedSide } from '../analyses/patching/prepare-patch.ts';
import { runCells } from '../analyses/patching/run-cells.ts';
import { runStatements, type StatementToRun } from '../analyses/patching/statement-runs.ts';
import type { PatchCell, RunStatement } from '../analyses/patching/sweep-jobs.ts';
import { chosenEffect } from '../effects/chosen-effect.ts';
import { pairAnswer } from '../effects/pair-answer.ts';
import { outcomeOf } from '../effects/read-outcomes.ts';
import type { LoadedModel } from '../models/library.ts';
import type { DoneItem } from '../pairs/activations.ts';
import { checkPlace } from '../pairs/head-maps.ts';

/** What is asked of a pair that the run has measured: its statements and their alignment are those of the run. */
export interface PairToPatch {
  readonly pair: Pair;
  readonly item: DoneItem;
  readonly effect: PatchedPairRequest['effect'];
  readonly signal?: AbortSignal | undefined;
}

interface Question {
  readonly effect: Effect;
  readonly side: PreparedSide;
  readonly original: StatementToRun;
  readonly other: StatementToRun;
}

/**
 * @throws PairlensError INPUT_INVALID for a pair with nothing to share out: the same statements, or runs that hardly differ;
 *   BAD_REQUEST for an effect that the model or the pair cannot have; what running the model throws; the signal's reason
 */
export async function patchPair(model: LoadedModel, asked: PairToPatch): Promise<PatchedPair> {
  const { effect, side } = questionOf(model, asked);
  const { layers, heads } = model.dimensions;
  const [part] = await measurePatches(
    model,
    { layers, heads, keyValueHeads: heads },
    [{ originalIds: asked.item.computedFrom.originalIds, set: side, neutral: null }],
    {
      effect,
      choice: { hooks: ['z'], directions: PATCH_DIRECTIONS, headPositions: false, together: [] },
      inserted: 'leave',
    },
    asked.signal && { signal: asked.signal, onShare: () => undefined },
  );
  if (part === undefined) throw new PairlensError('INTERNAL', 'the pair was not patched');
  if (statesOf(part).set !== 'measured') throw hardlyDiffers(effect);
  const { clean, corrupted } = factsOfSide(part, 'set');
  const { kind, position, pooling, toward } = effect;
  const { originalIds, counterfactualIds } = asked.item.computedFrom;
  const rows = (direction: 'denoising' | 'noising') => {
    const values = sharesOf(tensorOf(part, `set.${direction}.z`).data);
    return Array.from({ length: layers }, (_, layer) => values.slice(layer * heads, (layer + 1) * heads));
  };
  return {
    effect: { kind, position, pooling, toward },
    clean: orNull(clean),
    corrupted: orNull(corrupted),
    alone: {
      original: originalIds.length - side.aligned.length,
      other: counterfactualIds.length - side.aligned.length,
    },
    denoising: rows('denoising'),
    noising: rows('noising'),
  };
}

/** One head at one position after the other. @throws as {@link patchPair}; NOT_FOUND for a head that the model does not have */
export async function patchHead(
  model: LoadedModel,
  { layer, head }: { readonly layer: number; readonly head: number },
  asked: PairToPatch,
): Promise<PatchedHead> {
  checkPlace(model.dimensions, { layer, head });
  const { effect, side, original, other } = questionOf(model, asked);
  const hooks = [residPreHook(layer), zHook(layer)];
  const { signal } = asked;
  const [clean, corrupted] = await runStatements(model, effect, [original, other], hooks, signal);
  if (clean === undefined || corrupted === undefined)
    throw new PairlensError('INTERNAL', 'a statement was not run');
  // KL is from the original, and a cosine is to it.
  const reference = clean.raw;
  const ran = (statement: StatementToRun, run: typeof clean): RunStatement => ({
    ...statement,
    ...run,
    outcome: outcomeOf(effect, run.raw, reference),
  });
  const [from, to] = [ran(original, clean), ran(other, corrupted)];
  if (!isApart(from.outcome, to.outcome, effect.least)) throw hardlyDiffers(effect);
  const cells: PatchCell[] = [];
  const values = { denoising: new Float64Array(), noising: new Float64Array() };
  for (const { direction, aligned } of side.directions) {
    const [base, source] = direction === 'denoising' ? [to, from] : [from, to];
    const own = new Float64Array(base.ids.length).fill(Number.NaN);
    values[direction] = own;
    const job = { base, source, aligned, averaged: [], reference };
    for (const [, position] of aligned)
      cells.push({
        job,
        hook: 'z',
        layer,
        head,
        position,
        together: null,
        tell: (share) => (own[position] = share),
      });
  }
  const segments = [{ from: layer, layers: [layer] }];
  await runCells({ model, effect, hooks: ['z'], segments, signal }, cells);
  return { denoising: sharesOf(values.denoising), noising: sharesOf(values.noising) };
}

function questionOf(model: LoadedModel, { pair, item, effect: kind }: PairToPatch): Question {
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers: there is nothing to patch`, {
      model: model.name,
    });
  const ids = [pair.answer, pair.wrongAnswer].map((word) =>
    word === null ? null : pairAnswer({ text: pair.original, ids: pair.originalIds }, word, model, 'refuse'),
  );
  const [target = null, against = null] = ids;
  const known = { target: target !== null, against: against !== null };
  const effect = chosenEffect(model, effectOptions.parse({ effect: kind }), known);
  const { originalIds, counterfactualIds, aligned } = item.computedFrom;
  const side = preparePatch(originalIds, counterfactualIds, model, {
    effect,
    directions: PATCH_DIRECTIONS,
    targets: ids.slice(0, EFFECTS[effect.kind].targets).filter((id) => id !== null),
    marked: [],
    correction: aligned,
  });
  const { state, original, other } = side;
  if (state === 'measured' && original !== null && other !== null) return { effect, side, original, other };
  throw new PairlensError('INPUT_INVALID', unpatchedWords(state, effect), { pairId: pair.id, state });
}

function hardlyDiffers(effect: Effect): PairlensError {
  return new PairlensError('INPUT_INVALID', unpatchedWords('not apart', effect), { effect: effect.kind });
}

function sharesOf(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, orNull);
}
