/** The texts of an ablation as they go through the model: their tokens, what is masked, the other text of each, and the means. */
import { type AblationIds, ablationIds } from '../../../../core/analyses/ablation/ids.ts';
import { drawMasked } from '../../../../core/analyses/ablation/masked-positions.ts';
import type { AblationOptions } from '../../../../core/analyses/ablation/options.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds, type Statement } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';
import { type AblatedText, foretoldPositions } from './ablated-text.ts';
import { setMeansOf } from './set-means.ts';

/** A text that heads are taken away on, and what was drawn for it. */
export interface AblationItem {
  /** Of the text or the pair. */
  readonly sourceId: number | null;
  /** 'text', or which statement of its pair. */
  readonly name: string;
  readonly statement: Statement;
  readonly tokenTypes?: readonly number[] | undefined;
  /** Where they are given; otherwise an encoder's are drawn. */
  readonly masked?: readonly number[] | undefined;
  /** What it shares with others; null: a cluster of its own. */
  readonly cluster: string | null;
  /** 32 random bits, from which masked positions and the other text are drawn. */
  readonly draw: number;
}

/** Other texts that are looked at for one that is as long as the text. */
const DONORS_TRIED = 16;

export class AblationTexts {
  readonly items: readonly AblationItem[];
  readonly maskId: number | null;
  readonly #model: LoadedModel;
  readonly #options: AblationOptions;
  readonly #signal: AbortSignal | undefined;
  #setMeans: Promise<Float32Array[]> | undefined;

  constructor(context: AnalysisContext, model: LoadedModel, options: AblationOptions) {
    this.#model = model;
    this.#options = options;
    this.#signal = context.signal;
    const random = randomSource(options.seed, 'ablation-texts');
    const { items, maskId } = itemsOf(context, model);
    this.items = items.map((item) => ({ ...item, draw: random.bits() }));
    this.maskId = model.causal ? null : maskId;
  }

  /** null where nothing of it can be foretold: too long for the model, not of its vocabulary, or of one token. */
  textOf({ statement, tokenTypes, masked, draw }: AblationItem): AblatedText | null {
    let ids: readonly number[];
    try {
      ids = checkedIds(statement, this.#model);
    } catch (error) {
      if (error instanceof PairlensError && CANNOT_BE_TAKEN.has(error.code)) return null;
      throw error;
    }
    const special = this.#model.tokenizer?.specialIds ?? new Set<number>();
    const text = {
      ids,
      tokenTypes: this.#model.dimensions.tokenTypes > 0 ? tokenTypes : undefined,
      masked: this.#model.causal
        ? null
        : (masked ?? drawMasked(ids, special, this.#options.masked, randomSource(draw, 'ablation-texts'))),
    };
    return foretoldPositions(text).length === 0 ? null : text;
  }

  /**
   * Another text, for what it has at the same positions: the first of some that are drawn that is as long, or the longest of them.
   * One that shares nothing with it: the other statement of its pair is nearly the same. null where there is no other.
   */
  donorOf(item: AblationItem, { ids }: AblatedText): AblatedText | null {
    const random = randomSource(item.draw, 'ablation-donors');
    let longest: AblatedText | null = null;
    for (let tried = 0; tried < DONORS_TRIED && this.items.length > 1; tried++) {
      const other = this.items[random.below(this.items.length)];
      const text = other === undefined || isAkin(other, item) ? null : this.textOf(other);
      if (text !== null && text.ids.length > (longest?.ids.length ?? 0)) longest = text;
      if (longest !== null && longest.ids.length >= ids.length) return longest;
    }
    return longest ?? this.#anyOther(item);
  }

  #anyOther(item: AblationItem): AblatedText | null {
    for (const other of this.items) {
      const text = isAkin(other, item) ? null : this.textOf(other);
      if (text !== null) return text;
    }
    return null;
  }

  /** The means over all tokens of all texts, [head, dHead] by layer: computed once. */
  setMeans(): Promise<Float32Array[]> {
    return (this.#setMeans ??= setMeansOf(
      { model: this.#model, maskId: this.maskId, signal: this.#signal },
      this.#texts(),
    ));
  }

  *#texts(): Generator<AblatedText, void, void> {
    for (const item of this.items) {
      const text = this.textOf(item);
      if (text !== null) yield text;
    }
  }
}

/** The text itself, of the same pair or cluster, or the same words once more. */
function isAkin(other: AblationItem, item: AblationItem): boolean {
  if (other === item || (item.cluster !== null && other.cluster === item.cluster)) return true;
  const [theirs, own] = [other.statement, item.statement];
  return theirs.text === own.text && String(theirs.ids) === String(own.ids);
}

const CANNOT_BE_TAKEN: ReadonlySet<string> = new Set(['SENTENCE_TOO_LONG', 'INPUT_INVALID']);

type UndrawnItem = Omit<AblationItem, 'draw'>;

function itemsOf(
  context: AnalysisContext,
  model: LoadedModel,
): { readonly items: UndrawnItem[]; readonly maskId: number | null } {
  if (context.subject.kind === 'ids') return givenItems(ablationIds.parse(context.subject.inputs), model);
  const maskId = model.tokenizer?.maskId ?? null;
  if (!model.causal && maskId === null)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no mask token: give token ids, with mask_id among them`,
      { model: model.name },
    );
  const items = textsOf(context).map((text) => ({
    sourceId: text.sourceId,
    name: text.side,
    statement: text,
    cluster: text.cluster,
  }));
  return { items, maskId };
}

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG naming the text */
function givenItems(
  { texts, masked, mask_id: maskId, token_types: types }: AblationIds,
  model: LoadedModel,
): { readonly items: UndrawnItem[]; readonly maskId: number | null } {
  const wrong = (message: string) => new PairlensError('INPUT_INVALID', message);
  if (!model.causal && masked == null)
    throw wrong(`${model.name} is no decoder: masked says which positions of each text it has to tell`);
  if (!model.causal && maskId == null)
    throw wrong(`${model.name} is no decoder: mask_id is missing, the id of a masked token`);
  if (masked != null && masked.length !== texts.length)
    throw wrong(`masked has ${masked.length} texts, texts has ${texts.length}`);
  if (maskId != null && maskId >= model.dimensions.vocabularySize)
    throw wrong(`mask_id is ${maskId}; the vocabulary has ids 0 to ${model.dimensions.vocabularySize - 1}`);
  const items = texts.map((ids, at) => {
    checkedIds({ text: null, ids }, model, `texts[${at}]`);
    const beyond = masked?.[at]?.find((position) => position >= ids.length);
    if (beyond !== undefined)
      throw wrong(`masked[${at}] has position ${beyond}; texts[${at}] has ${ids.length} tokens`);
    const own = types?.[at] ?? undefined;
    if (own !== undefined && own.length !== ids.length)
      throw wrong(`token_types[${at}] has ${own.length} values, texts[${at}] has ${ids.length}`);
    return {
      sourceId: null,
      name: 'text',
      statement: { text: null, ids },
      tokenTypes: own,
      masked: masked?.[at] === undefined ? undefined : [...new Set(masked[at])],
      cluster: null,
    };
  });
  return { items, maskId: maskId ?? null };
}
