import { combinePatching, type PatchingItem } from '../../../../core/analyses/patching/combine.ts';
import { patching } from '../../../../core/analyses/patching/definition.ts';
import {
  HOOK_PLACES,
  hooksOfChoice,
  patchMaps,
  type PatchedModel,
  type PatchHook,
} from '../../../../core/analyses/patching/hooks.ts';
import { patchingIds, type PatchingIds } from '../../../../core/analyses/patching/ids.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { choiceOf, type PatchingOptions } from '../../../../core/analyses/patching/options.ts';
import type { HeadPlace } from '../../../../core/analyses/patching/together.ts';
import { blockName } from '../../../../core/architectures/hook-names.ts';
import { type Effect, EFFECTS } from '../../../../core/effects/effects.ts';
import type { Pair } from '../../../../shared/entities.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import {
  checkNeedsNoNeutral,
  chosenEffect,
  isToNeutral,
  type KnownTargets,
} from '../../effects/chosen-effect.ts';
import { effectToken } from '../../effects/named-token.ts';
import { pairAnswer } from '../../effects/pair-answer.ts';
import type { LoadedModel } from '../../models/library.ts';
import { getPair } from '../../store/pairs.ts';
import { checkIds, checkTokenTypes, idsOf } from '../../tokenizers/statement-ids.ts';
import { alignmentOf, alignmentsHash } from '../alignments.ts';
import type { AnalysisContext, ItemStatement, ModelWork } from '../analysis-work.ts';
import { memoryGroups } from '../memory-groups.ts';
import { pairsOf } from '../subject-items.ts';
import { recordedBytes } from './recorded-bytes.ts';
import { measurePatches, type PatchedPair } from './measure-patches.ts';
import { type PatchQuestion, preparePatch, type PreparedSide, withoutNeutral } from './prepare-patch.ts';

/** A pair of the set or of its control, by id; or one of token ids, which has none. */
export type PatchingWorkItem = PatchingItem & {
  readonly pairId: number | null;
  readonly tokens: PatchingIds | null;
};

/** Bytes of activations that a batch of pairs of so many tokens holds; those that are longer are held in groups. */
const BATCH_BYTES = 96 * 2 ** 20;
const TOKENS_EXPECTED = 24;
const MOST_PAIRS = 32;
/** Below this many tokens a vocabulary is one of characters or bytes, whose ids do not follow how common they are. */
const LEAST_VOCABULARY = 1000;

export const patchingWork: ModelWork<PatchingOptions, PatchingWorkItem> = {
  definition: patching,
  usesModel: true,
  completed(context, options) {
    const { kind, position, pooling } = effectOf(context, options);
    const hooks = hooksThere(modelOf(context), options);
    return { ...options, hooks, effect: kind, position: String(position), pooling };
  },

  /** A person may have aligned pairs anew. */
  subjectHash: alignmentsHash,

  plan(context, options) {
    const model = modelOf(context);
    const effect = effectOf(context, options);
    checkHeadsThere(choiceOf(options).together, model);
    if (context.subject.kind === 'pairs' && !pairsOf(context).set.some(hasNeutral))
      checkNeedsNoNeutral(effect);
    for (const name of [options.target, options.against])
      if (name !== '') effectToken(name, model, options.pieces);
    const items = itemsOf(context);
    // What is wrong with token ids is said before anything is computed.
    for (const item of items) if (item.tokens !== null) prepare(context, item, options);
    return items;
  },
  sourceOf: ({ pairId }) => pairId,
  statementsOf(context, { pairId, tokens }, options) {
    const pair = pairId === null ? null : getPair(context.database, pairId);
    const prepared = prepare(context, { pairId, tokens }, options);
    const marked = (aligned: readonly (readonly [number, number])[], side: 0 | 1, ids: readonly number[]) =>
      Array.from(ids.keys()).filter((position) => !aligned.some((own) => own[side] === position));
    const statement = (
      name: string,
      text: string | null,
      ids: readonly number[],
      alone: readonly number[],
    ): ItemStatement => ({
      name,
      text,
      ids,
      marks: [{ positions: [...alone], as: 'no partner', look: 'focus' }],
    });
    const { set, originalIds } = prepared;
    return [
      statement('original', pair?.original ?? null, originalIds, marked(set.aligned, 0, originalIds)),
      statement('counterfactual', pair?.counterfactual ?? null, set.ids, marked(set.aligned, 1, set.ids)),
    ];
  },

  itemsPerBatch(context, options) {
    const { dModel, heads, layers } = modelOf(context).dimensions;
    const hooks = hooksOfChoice(choiceOf(options)).length + 1;
    const floats = 3 * TOKENS_EXPECTED * layers * hooks * Math.max(dModel, heads * TOKENS_EXPECTED);
    return Math.max(1, Math.min(MOST_PAIRS, Math.floor(BATCH_BYTES / (4 * floats))));
  },

  async compute(context, items, options, following) {
    const model = modelOf(context);
    const prepared = items.map((item) => prepare(context, item, options));
    const settings = {
      effect: effectOf(context, options),
      choice: choiceOf(options),
      inserted: options.inserted,
    };
    const sizes = sizesOf(model);
    const bytesOf = (pair: PatchedPair) =>
      recordedBytes(pair, hooksOfChoice(settings.choice), model.dimensions);
    const parts: NamedTensors[] = [];
    for (const group of memoryGroups(prepared, bytesOf, following))
      parts.push(...(await measurePatches(model, sizes, group.items, settings, group.following)));
    return parts;
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    return yield* combinePatching(
      {
        parts,
        items: itemsOf(context),
        maps: patchMaps(sizesOf(model), choiceOf(options)),
        heads: model.dimensions.heads,
        hasRanks: model.dimensions.vocabularySize >= LEAST_VOCABULARY,
        hasControlSet: context.subject.kind === 'pairs' && context.subject.controlSetId !== null,
        effect: effectOf(context, options),
        together: choiceOf(options).together,
        ofTokens: context.subject.kind === 'ids',
        isPooled: context.subject.kind === 'ids' && tokensOf(context).metric_ids == null,
      },
      options,
    );
  },
};

function itemsOf(context: AnalysisContext): PatchingWorkItem[] {
  if (context.subject.kind === 'ids')
    return [
      { role: 'set', position: 0, label: null, cluster: null, pairId: null, tokens: tokensOf(context) },
    ];
  const { set, control } = pairsOf(context);
  const item =
    (role: 'set' | 'control') =>
    ({ id, position, label, cluster }: Pair): PatchingWorkItem => ({
      role,
      position,
      label,
      cluster,
      pairId: id,
      tokens: null,
    });
  return [...set.map(item('set')), ...(control ?? []).map(item('control'))];
}

function tokensOf({ subject }: AnalysisContext): PatchingIds {
  if (subject.kind !== 'ids') throw new PairlensError('INTERNAL', `patching is not of ${subject.kind} ids`);
  return patchingIds.parse(subject.inputs);
}

/** Worked out once for a context and its options. */
const effects = new WeakMap<
  AnalysisContext,
  { readonly options: PatchingOptions; readonly effect: Effect }
>();

function effectOf(context: AnalysisContext, options: PatchingOptions): Effect {
  const known = effects.get(context);
  if (known?.options === options) return known.effect;
  const effect = chosenEffect(modelOf(context), options, knownTargets(context, options));
  const ids = context.subject.kind === 'ids' ? tokensOf(context) : null;
  const own = ids?.position == null ? effect : { ...effect, position: ids.position };
  if (isToNeutral(own) && ids !== null)
    throw new PairlensError('BAD_REQUEST', 'token ids have no neutral to measure a cosine to');
  effects.set(context, { options, effect: own });
  return own;
}

function knownTargets(context: AnalysisContext, { target, against }: PatchingOptions): KnownTargets {
  if (context.subject.kind === 'ids') {
    const given = tokensOf(context).metric_ids ?? [];
    return { target: target !== '' || given.length > 0, against: against !== '' || given.length > 1 };
  }
  const pairs = target !== '' && against !== '' ? [] : pairsOf(context).set;
  return {
    target: target !== '' || pairs.some((pair) => pair.answer !== null),
    against: against !== '' || pairs.some((pair) => pair.wrongAnswer !== null),
  };
}

function prepare(
  context: AnalysisContext,
  { pairId, tokens }: Pick<PatchingWorkItem, 'pairId' | 'tokens'>,
  options: PatchingOptions,
): PatchedPair {
  const model = modelOf(context);
  const effect = effectOf(context, options);
  const { directions } = choiceOf(options);
  if (tokens !== null) {
    checkTargets(tokens.metric_ids ?? [], model);
    checkTokenTypes(tokens.token_types ?? null, [tokens.clean, tokens.corrupted]);
    const question: PatchQuestion = {
      effect,
      directions,
      targets: targetsOf(effect, model, options, (place) => tokens.metric_ids?.[place] ?? null),
      marked: options.positions,
      correction: tokens.aligned ?? null,
      tokenTypes: tokens.token_types ?? undefined,
    };
    const set = preparePatch(tokens.clean, tokens.corrupted, model, question);
    return { originalIds: tokens.clean, set: placed(set, effect), neutral: null };
  }
  const pair = getPair(context.database, pairId ?? 0);
  const question: PatchQuestion = {
    effect,
    directions,
    targets: targetsOf(effect, model, options, (place) => {
      const word = place === 0 ? pair.answer : pair.wrongAnswer;
      const context = { text: pair.original, ids: pair.originalIds };
      return word === null ? null : pairAnswer(context, word, model, options.pieces);
    }),
    marked: options.positions,
    correction: alignmentOf(context, pair.id),
  };
  const originalIds = idsOf({ text: pair.original, ids: pair.originalIds }, model);
  const other = idsOf({ text: pair.counterfactual, ids: pair.counterfactualIds }, model);
  const neutralIds = hasNeutral(pair) ? idsOf({ text: pair.neutral, ids: pair.neutralIds }, model) : null;
  const neutral =
    neutralIds && preparePatch(originalIds, neutralIds, model, { ...question, correction: null });
  const set = preparePatch(originalIds, other, model, question);
  const isMissed = isToNeutral(effect) && neutral?.state !== 'measured';
  return { originalIds, set: isMissed ? withoutNeutral(set) : set, neutral };
}

function hasNeutral({ neutral, neutralIds }: Pair): boolean {
  return neutral !== null || neutralIds !== null;
}

/** @throws PairlensError INPUT_INVALID for a position outside: of token ids a person has named it */
function placed(side: PreparedSide, { position }: Effect): PreparedSide {
  if (side.state !== 'no position' || typeof position !== 'number') return side;
  throw new PairlensError(
    'INPUT_INVALID',
    `position ${position} is outside the statement, or has no partner in the other`,
    { position },
  );
}

/** null where one that is needed is missing. */
function targetsOf(
  { kind }: Effect,
  model: LoadedModel,
  options: PatchingOptions,
  own: (place: 0 | 1) => number | null,
): readonly number[] | null {
  const { targets } = EFFECTS[kind];
  const ids = ([0, 1] as const).slice(0, targets).map((place) => {
    const name = place === 0 ? options.target : options.against;
    return name === '' ? own(place) : effectToken(name, model, options.pieces);
  });
  return ids.includes(null) ? null : ids.filter((id) => id !== null);
}

function checkTargets(ids: readonly number[], { dimensions }: LoadedModel): void {
  if (ids.length > 0) checkIds('metric_ids', ids, dimensions.vocabularySize);
}

function sizesOf({ dimensions: { layers, heads }, axes }: LoadedModel): PatchedModel {
  const [, , keyValueHeads] = axes.get(`${blockName(0)}.attn.hook_k`) ?? [];
  return { layers, heads, keyValueHeads: typeof keyValueHeads === 'number' ? keyValueHeads : heads };
}

/** @throws PairlensError BAD_REQUEST for a head that the model does not have */
function checkHeadsThere(places: readonly HeadPlace[], { name, dimensions }: LoadedModel): void {
  const missing = places.find(({ layer, head }) => layer >= dimensions.layers || head >= dimensions.heads);
  if (missing !== undefined)
    throw new PairlensError(
      'BAD_REQUEST',
      `${name} has no L${missing.layer}H${missing.head}: it has ${dimensions.layers} layers of ${dimensions.heads} heads, counted from 0`,
      { ...missing, model: name },
    );
}

/** An attention-only model has no MLPs to patch. @throws PairlensError BAD_REQUEST where nothing is left */
function hooksThere({ name, hooks }: LoadedModel, { hooks: asked }: PatchingOptions): PatchHook[] {
  const there = asked.filter((hook) => hooks.includes(`${blockName(0)}.${HOOK_PLACES[hook].place}`));
  if (there.length > 0) return there;
  const titles = asked.map((hook) => HOOK_PLACES[hook].title).join(', ');
  throw new PairlensError('BAD_REQUEST', `${name} has none of what is to be patched: ${titles}`, {
    model: name,
  });
}

/** @throws PairlensError BAD_REQUEST for a model without layers */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'patching is of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers: there is nothing to patch`, {
      model: model.name,
    });
  return model;
}
