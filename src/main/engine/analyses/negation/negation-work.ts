import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { combineNegation, type NegationItem } from '../../../../core/analyses/negation/combine.ts';
import { negation } from '../../../../core/analyses/negation/definition.ts';
import type { NegationOptions } from '../../../../core/analyses/negation/options.ts';
import { leftOutPart, partOfPair } from '../../../../core/analyses/negation/parts.ts';
import {
  combineTokens,
  negationTokens,
  type TokenPair,
} from '../../../../core/analyses/negation/token-pairs.ts';
import { findCues } from '../../../../core/negation/find-cues.ts';
import type { CueLexicon } from '../../../../core/negation/lexicon.ts';
import type { Pair } from '../../../../shared/entities.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { lexiconOfSet } from '../../store/cue-lexicons.ts';
import { getPair } from '../../store/pairs.ts';
import { getSentenceSet } from '../../store/sentence-sets.ts';
import { inTurns } from '../../threads/turns.ts';
import { alignmentOf, alignmentsHash } from '../alignments.ts';
import type { AnalysisContext, ItemStatement, ModelWork } from '../analysis-work.ts';
import { pairsOfSubject } from '../read-subject.ts';
import { measurePairs } from './measure-pairs.ts';
import { prepareCues, type PreparedNegation, type PreparedStatement } from './prepare-cues.ts';
import { prepareTokens, tokenParts } from './token-parts.ts';

/** Pairs that are tokenised, measured and stored together; as many batches of the model as their tokens make. */
const PAIRS_PER_BATCH = 32;

/** Below this many tokens a vocabulary is one of characters or bytes, whose ids do not follow how common they are. */
const LEAST_VOCABULARY = 1000;

/** A pair of the set or of its control, by id; or one of token ids, which has none. */
type Item = NegationItem & { readonly pairId: number | null; readonly tokens: TokenPair | null };

export const negationWork: ModelWork<NegationOptions, Item> = {
  definition: negation,
  usesModel: true,
  sentAhead: 1,
  completed(context, options) {
    if (options.cues.length > 0 || context.subject.kind !== 'pairs') return options;
    return { ...options, cues: [...lexiconOfSet(context.database, context.subject.setId).words] };
  },

  /** A person may have aligned pairs anew. */
  subjectHash: alignmentsHash,

  plan: itemsOf,
  sourceOf: ({ pairId }) => pairId,
  statementsOf(context, item, { cues }) {
    const prepared = prepare(context, item, modelOf(context), cues);
    if (typeof prepared === 'string') return [];
    const pair = item.pairId === null ? null : getPair(context.database, item.pairId);
    const statement = (name: string, text: string | null, own: PreparedStatement): ItemStatement => ({
      name,
      text,
      ids: own.ids,
      marks: [
        { positions: [...own.cues.cues], as: 'cue', look: 'focus' },
        { positions: own.cues.words.flat(), as: 'scope', look: 'line' },
      ],
    });
    const { statement: negated, neutral } = prepared;
    return [
      statement(item.role === 'set' ? 'negation' : 'control', pair?.counterfactual ?? null, negated),
      ...(neutral === null ? [] : [statement('neutral', pair?.neutral ?? null, neutral)]),
    ];
  },
  itemsPerBatch: () => PAIRS_PER_BATCH,

  async compute(context, items, { cues }) {
    const model = modelOf(context);
    const { layers, heads } = model.dimensions;
    const prepared = await inTurns(prepareAll(context, items, model, cues), context.signal);
    const usable = prepared.filter((one): one is PreparedNegation => typeof one !== 'string');
    if (items.some(({ tokens }) => tokens !== null)) return tokenParts(model, usable);
    const measured = (await measurePairs(model, usable)).values();
    return prepared.map((one): NamedTensors => {
      if (typeof one === 'string') return leftOutPart(one);
      const { value } = measured.next();
      if (value === undefined) throw new PairlensError('INTERNAL', 'a pair was not measured');
      return partOfPair(value, layers, heads);
    });
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    const result = new Map(
      yield* combineNegation(
        {
          parts,
          items: itemsOf(context, options),
          layers: model.dimensions.layers,
          heads: model.dimensions.heads,
          hasRanks: model.dimensions.vocabularySize >= LEAST_VOCABULARY,
          hasControlSet: context.subject.kind === 'pairs' && context.subject.controlSetId !== null,
        },
        options,
      ),
    );
    if (context.subject.kind === 'ids')
      for (const [name, tensor] of combineTokens(parts)) result.set(name, tensor);
    return result;
  },
};

function itemsOf(context: AnalysisContext, { cues }: NegationOptions): Item[] {
  const model = modelOf(context);
  if (context.subject.kind === 'ids') {
    const { pairs } = negationTokens.parse(context.subject.inputs);
    pairs.forEach((pair, index) => prepareTokens(pair, index, model));
    return pairs.map((tokens, position): Item => ({
      role: 'set',
      position,
      label: null,
      cluster: null,
      pairId: null,
      tokens,
    }));
  }
  if (context.subject.kind !== 'pairs')
    throw new PairlensError('INTERNAL', `negation is not of ${context.subject.kind}`);
  const { setId, controlSetId } = context.subject;
  let hasCue = false;
  const items: Item[] = [];
  for (const pair of pairsOfSubject(context, setId)) {
    hasCue ||= hasCues(pair, cues);
    items.push(itemOf('set', pair));
    if (pair.originalIds === null) checkTokenizer(model);
  }
  if (!hasCue) throw noCue(context, setId, cues, items.length);
  if (controlSetId === null) return items;
  const ofSet = items.length;
  for (const pair of pairsOfSubject(context, controlSetId)) {
    items.push(itemOf('control', pair));
    if (pair.originalIds === null) checkTokenizer(model);
  }
  if (items.length === ofSet)
    throw new PairlensError('BAD_REQUEST', 'the control set has no pairs: add some, or leave it out', {
      controlSetId,
    });
  return items;
}

function* prepareAll(
  context: AnalysisContext,
  items: readonly Item[],
  model: LoadedModel,
  lexicon: CueLexicon,
): Generator<void, ReturnType<typeof prepare>[], void> {
  const prepared: ReturnType<typeof prepare>[] = [];
  for (const item of items) {
    prepared.push(prepare(context, item, model, lexicon));
    yield;
  }
  return prepared;
}

function prepare(context: AnalysisContext, item: Item, model: LoadedModel, lexicon: CueLexicon) {
  const { role, position, pairId, tokens } = item;
  if (tokens !== null) return prepareTokens(tokens, position, model);
  const pair = getPair(context.database, pairId ?? 0);
  const correction = alignmentOf(context, pair.id);
  return prepareCues(pair, role, model, lexicon, correction);
}

function itemOf(role: 'set' | 'control', { id, position, label, cluster }: Pair): Item {
  return { role, pairId: id, position, label, cluster, tokens: null };
}

function hasCues({ counterfactual, cues }: Pair, lexicon: CueLexicon): boolean {
  if (cues !== null) return cues.length > 0;
  return counterfactual !== null && findCues(counterfactual, lexicon).length > 0;
}

const WORDS_SHOWN = 8;

function noCue(context: AnalysisContext, setId: number, cues: CueLexicon, pairs: number): PairlensError {
  if (pairs === 0) return new PairlensError('BAD_REQUEST', 'the set has no pairs: add some first', { setId });
  const { name } = getSentenceSet(context.database, setId);
  const shown = cues.slice(0, WORDS_SHOWN).join(', ');
  const more = cues.length > WORDS_SHOWN ? ` and ${cues.length - WORDS_SHOWN} more` : '';
  return new PairlensError(
    'BAD_REQUEST',
    `no pair of “${name}” has a negation cue: none of its counterfactuals has one of the words ${shown}${more}. Choose a set of negations, give it a lexicon of its own, or mark the cues of its pairs`,
    { setId },
  );
}

/** @throws PairlensError BAD_REQUEST for a model without heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'negation is of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}

function checkTokenizer({ name, tokenizer }: LoadedModel): void {
  if (tokenizer !== null) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `${name} has no tokenizer: it takes pairs of token ids with the positions of their cues, not texts`,
    { model: name },
  );
}
