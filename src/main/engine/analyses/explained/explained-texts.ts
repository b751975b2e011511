/** Texts of which one prediction each is explained: where it is made, and of which token. docs/analyses/attribution.md. */
import { explainedIds } from '../../../../core/analyses/explained/ids.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { oneToken } from '../../attribution/one-token.ts';
import { checkHasLogits } from '../../attribution/text-activations.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds, type Statement } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext, ItemStatement } from '../analysis-work.ts';
import { answerToken } from '../../tokenizers/answer-token.ts';
import { pairsOf, statementOf, textsOf } from '../subject-items.ts';

/** What is asked for by the options of a kind. */
export interface ExplainedOptions {
  readonly position: number;
  readonly explained: 'text' | 'top' | 'answer';
  readonly target: string;
  /** Of kinds that explain differences. */
  readonly against?: string;
}

export interface ExplainedItem {
  /** Of the text or the pair; null of token ids. */
  readonly sourceId: number | null;
  /** 'text', or which statement of its pair. */
  readonly name: string;
  readonly statement: Statement;
  readonly tokenTypes?: readonly number[] | undefined;
  /** What it shares with others; null: a cluster of its own. */
  readonly cluster: string | null;
  /** Of a pair with answers, as its statement has them; `against` null where there is no wrong one. */
  readonly answers?: { readonly target: string; readonly against: string | null };
  /** Of token ids: what was given. */
  readonly given?: { readonly position: number; readonly targets: readonly number[] | null };
}

export interface ExplainedText {
  /** As the model gets them, a mask among them. */
  readonly ids: readonly number[];
  readonly tokenTypes?: readonly number[] | undefined;
  readonly position: number;
  /** null: those that the model ranks first, as many as are wanted. */
  readonly targets: readonly number[] | null;
  /** A token whose logit is taken off; null: none. */
  readonly against: number | null;
}

/** The items of a context. @throws PairlensError BAD_REQUEST, INPUT_INVALID, SENTENCE_TOO_LONG */
export function explainedItems(context: AnalysisContext, options: ExplainedOptions): ExplainedItem[] {
  const model = explainedModel(context);
  if (context.subject.kind === 'ids') return givenItems(context.subject.inputs, model);
  if (options.target !== '') oneToken(model, options.target, 'target');
  if (!model.causal && (model.tokenizer?.maskId ?? null) === null)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no mask token, so it foretells nothing in a text: give token ids`,
      { model: model.name },
    );
  if (options.explained === 'answer') return answeredItems(context);
  return textsOf(context).map((text) => ({
    sourceId: text.sourceId,
    name: text.side,
    statement: text,
    cluster: text.cluster,
  }));
}

/**
 * @returns null where there is nothing to explain: too long for the model, not of its vocabulary, no such position
 */
export function explainedText(
  { statement, tokenTypes, given, answers }: ExplainedItem,
  model: LoadedModel,
  options: ExplainedOptions,
): ExplainedText | null {
  if (given !== undefined) return { ids: statement.ids ?? [], tokenTypes, ...given, against: null };
  if (answers !== undefined) return answeredText(statement, answers, model);
  let ids: readonly number[];
  try {
    ids = checkedIds(statement, model);
  } catch (error) {
    if (error instanceof PairlensError && CANNOT_BE_TAKEN.has(error.code)) return null;
    throw error;
  }
  const place = model.causal ? decoderPlace(ids, options) : encoderPlace(ids, model, options);
  if (place === null) return null;
  const named = options.target === '' ? null : oneToken(model, options.target, 'target');
  const own = options.explained === 'top' ? null : place.own;
  // A mask that stands in the text says not what it hides: the token ranked first stands for it.
  const target = named ?? own;
  const against = (options.against ?? '') === '' ? null : oneToken(model, options.against ?? '', 'against');
  return { ids: place.ids, position: place.position, targets: target === null ? null : [target], against };
}

/** null where an answer is not one token there, or the statement cannot be taken. */
function answeredText(
  statement: Statement,
  { target, against }: { readonly target: string; readonly against: string | null },
  model: LoadedModel,
): ExplainedText | null {
  try {
    checkedIds(statement, model);
    const { ids, position, tokenId } = answerToken(statement, target, model, 'refuse');
    const other = against === null ? null : answerToken(statement, against, model, 'refuse').tokenId;
    return { ids, position, targets: [tokenId], against: other };
  } catch (error) {
    if (error instanceof PairlensError && CANNOT_BE_TAKEN.has(error.code)) return null;
    throw error;
  }
}

/**
 * Both statements of each pair with a wrong answer, which of the counterfactual is the right one; without wrong answers the originals.
 * @throws PairlensError BAD_REQUEST for texts, and where no pair has an answer
 */
function answeredItems(context: AnalysisContext): ExplainedItem[] {
  if (context.subject.kind !== 'pairs')
    throw new PairlensError(
      'BAD_REQUEST',
      'answers are of pairs: give a set of pairs, or explain the text’s own token',
    );
  const pairs = pairsOf(context).set;
  const hasWrong = pairs.some(({ wrongAnswer }) => wrongAnswer !== null);
  const items = pairs.flatMap((pair): ExplainedItem[] => {
    const { answer, wrongAnswer } = pair;
    if (answer === null || (hasWrong && wrongAnswer === null)) return [];
    const itemOf = (side: 'original' | 'counterfactual', target: string, against: string | null) => {
      const { sourceId, text, ids, cluster } = statementOf(pair, side);
      return { sourceId, name: side, statement: { text, ids }, cluster, answers: { target, against } };
    };
    const original = itemOf('original', answer, wrongAnswer);
    return wrongAnswer === null ? [original] : [original, itemOf('counterfactual', wrongAnswer, answer)];
  });
  if (items.length > 0) return items;
  throw new PairlensError(
    'BAD_REQUEST',
    'no pair of the set has an answer: add a column “answer”, or explain the text’s own token',
  );
}

/** Whether what is explained is the difference of two tokens. */
export function isDifference(items: readonly ExplainedItem[], options: ExplainedOptions): boolean {
  if (options.explained === 'answer') return items.some(({ answers }) => answers?.against != null);
  return (options.against ?? '') !== '';
}

interface Place {
  readonly ids: readonly number[];
  readonly position: number;
  /** The token that the text has there; null where it does not say. */
  readonly own: number | null;
}

function decoderPlace(ids: readonly number[], options: ExplainedOptions): Place | null {
  const followed = options.explained === 'text' && options.target === '';
  const position = at(followed ? ids.length - 1 : ids.length, options.position);
  return position === null ? null : { ids, position, own: ids[position + 1] ?? null };
}

function encoderPlace(
  ids: readonly number[],
  { tokenizer }: LoadedModel,
  options: ExplainedOptions,
): Place | null {
  const maskId = tokenizer?.maskId ?? -1;
  const masked = ids.indexOf(maskId);
  if (masked >= 0) return { ids, position: masked, own: null };
  const ordinary = [...ids.keys()].filter(
    (place) => tokenizer?.specialIds.has(ids[place] as number) !== true,
  );
  const place = at(ordinary.length, options.position);
  const position = place === null ? undefined : ordinary[place];
  if (position === undefined) return null;
  return { ids: ids.with(position, maskId), position, own: ids[position] ?? null };
}

/** A place among `count`, from the end where it is negative; null outside. */
function at(count: number, place: number): number | null {
  const counted = place < 0 ? count + place : place;
  return counted >= 0 && counted < count ? counted : null;
}

const CANNOT_BE_TAKEN: ReadonlySet<string> = new Set(['SENTENCE_TOO_LONG', 'INPUT_INVALID']);

/** The text of an item with the position marked, as a screen shows it; none where nothing is explained. */
export function statementsOfExplained(
  item: ExplainedItem,
  model: LoadedModel,
  options: ExplainedOptions,
): ItemStatement[] {
  const text = explainedText(item, model, options);
  if (text === null) return [];
  return [
    {
      name: item.name,
      text: item.statement.text,
      ids: text.ids,
      marks: [{ positions: [text.position], as: 'explained', look: 'focus' }],
    },
  ];
}

/** @throws PairlensError BAD_REQUEST without a model, and for one without a language-model head */
export function explainedModel({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'a prediction is of a model: name one');
  checkHasLogits(model);
  return model;
}

/** Tokens of the vocabulary, drawn without replacement from its ordinary ones, for what any token would get. */
export function drawnTokens(
  { tokenizer, dimensions: { vocabularySize } }: Pick<LoadedModel, 'tokenizer' | 'dimensions'>,
  count: number,
  seed: number,
): number[] {
  const random = randomSource(seed, 'control-tokens');
  const drawn = new Set<number>();
  // Where hardly any are ordinary the tries end before there are as many.
  for (let tried = 0; tried < 50 * count && drawn.size < Math.min(count, vocabularySize); tried++) {
    const id = random.below(vocabularySize);
    if (tokenizer?.isOrdinary(id) !== false) drawn.add(id);
  }
  return [...drawn];
}

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG naming the case */
function givenItems(inputs: unknown, model: LoadedModel): ExplainedItem[] {
  const { texts, token_types: types, cases } = explainedIds.parse(inputs);
  const wrong = (message: string) => new PairlensError('INPUT_INVALID', message);
  if (types && types.length !== texts.length)
    throw wrong(`token_types has ${types.length} rows, texts has ${texts.length}`);
  const { vocabularySize } = model.dimensions;
  return cases.map(({ text, position, targets }, at) => {
    const ids = texts[text];
    if (ids === undefined) throw wrong(`case ${at} is of text ${text}; there are ${texts.length}`);
    checkedIds({ text: null, ids }, model, `text ${text}`);
    if (position >= ids.length)
      throw wrong(`case ${at} is at position ${position}; text ${text} has ${ids.length} tokens`);
    const beyond = targets?.find((id) => id >= vocabularySize);
    if (beyond !== undefined)
      throw wrong(`case ${at} has target ${beyond}; the vocabulary has ids 0 to ${vocabularySize - 1}`);
    const own = types?.[text] ?? undefined;
    if (own !== undefined && own.length !== ids.length)
      throw wrong(`text ${text} has ${ids.length} tokens and ${own.length} token types`);
    return {
      sourceId: null,
      name: 'text',
      statement: { text: null, ids },
      tokenTypes: own,
      cluster: null,
      given: { position, targets: targets == null || targets.length === 0 ? null : targets },
    };
  });
}
