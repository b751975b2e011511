import type { BlockLists } from '../../../../core/analyses/bigrams/block.ts';
import { combineBigrams } from '../../../../core/analyses/bigrams/combine.ts';
import type { CountedBigrams } from '../../../../core/analyses/bigrams/counts.ts';
import { bigrams } from '../../../../core/analyses/bigrams/definition.ts';
import type { BigramsOptions } from '../../../../core/analyses/bigrams/options.ts';
import { transposed } from '../../../../core/analyses/circuits/products.ts';
import { tokenTexts } from '../../../../core/analyses/circuits/token-texts.ts';
import { namedTensor, type NamedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { THREADS, UNFOLLOWED } from '../../threads/side-by-side.ts';
import { inTurns } from '../../threads/turns.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { circuitThreads } from '../circuits/circuit-threads.ts';
import {
  readBlock,
  readTokens,
  type VocabularyBlock,
  vocabularyBlocks,
} from '../circuits/vocabulary-blocks.ts';
import { type Listed, listedTokens } from './listed-tokens.ts';

type BigramsItem = ({ readonly kind: 'block' } & VocabularyBlock) | { readonly kind: 'layout' };

interface Prepared extends Listed {
  /** [T, d_model] rows of the listed tokens. */
  readonly rows: Promise<{ readonly embeddings: Float32Array; readonly unembeddings: Float32Array }>;
}

const prepared = new WeakMap<AnalysisContext, Prepared>();

/** In steps, for every text is made into tokens: once in a context. */
function* prepare(context: AnalysisContext, options: BigramsOptions): Generator<number, Prepared, void> {
  const known = prepared.get(context);
  if (known !== undefined) return known;
  const model = modelOf(context);
  const listed = yield* listedTokens(context, model, options);
  let rows: Prepared['rows'] | undefined;
  const made: Prepared = {
    ...listed,
    // Read when it is first computed with, not for a plan.
    get rows() {
      rows ??= (async () => ({
        embeddings: await readTokens(model, 'W_E', listed.tokens),
        unembeddings: await readTokens(model, 'W_U', listed.tokens),
      }))();
      return rows;
    },
  };
  prepared.set(context, made);
  return made;
}

/** An item is a block of the vocabulary, or the layout of the embeddings. */
export const bigramsWork: ModelWork<BigramsOptions, BigramsItem> = {
  definition: bigrams,
  usesModel: true,
  subjectHash: () => '',

  *plan(context, options) {
    yield* prepare(context, options);
    const blocks = vocabularyBlocks(modelOf(context).dimensions);
    return [
      ...blocks.map((block) => ({ kind: 'block' as const, ...block })),
      ...(options.projection === 'none' ? [] : [{ kind: 'layout' as const }]),
    ];
  },

  itemsPerBatch: () => THREADS,

  async compute(context, items, options, following = UNFOLLOWED) {
    const model = modelOf(context);
    const { dModel, vocabularySize } = model.dimensions;
    const { tokens, counted, rows } = await inTurns(prepare(context, options), following.signal);
    const { embeddings, unembeddings } = await rows;
    const requests = await Promise.all(
      items.map(async (item) => {
        if (item.kind === 'layout') return item;
        const pairs = pairsWithin(counted, tokens.length, item);
        const request = {
          dModel,
          tokens: Int32Array.from(tokens),
          embeddings,
          unembeddings,
          first: item.first,
          blockEmbeddings: await readBlock(model, 'W_E', item),
          blockUnembeddings: await readBlock(model, 'W_U', item),
          most: options.top,
          isWhole: item.first === 0 && item.end === vocabularySize,
          pairRows: pairs.rows,
          pairIds: pairs.ids,
        };
        return { kind: item.kind, request, places: pairs.places };
      }),
    );
    const isGiven = context.subject.kind === 'ids';
    return circuitThreads.compute(
      requests,
      async function* (thread, asked): AsyncGenerator<number, NamedTensors, void> {
        if (asked.kind === 'layout') {
          const { projection, seed } = options;
          if (projection === 'none') return new Map();
          const points = yield* thread.layEmbeddingsOut({ embeddings, dModel, projection, seed });
          return new Map([['points', namedTensor({ listed: tokens.length, axis: 2 }, points)]]);
        }
        const part = partOf(
          yield* thread.multiplyBlock(asked.request),
          asked.places,
          tokens.length,
          options.top,
        );
        if (!isGiven || asked.request.first > 0) return part;
        const matrix = transposed(unembeddings, tokens.length, dModel);
        const slice = yield* thread.projected({ rows: embeddings, matrix, dModel });
        const sizes = { token: tokens.length, next: tokens.length };
        return part.set('circuits.bigram_slice', namedTensor(sizes, slice));
      },
      following,
    );
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    const { tokens, counted } = yield* prepare(context, options);
    const own = {
      *[Symbol.iterator]() {
        for (const { part } of parts) yield part;
      },
    };
    const { vocabularySize } = model.dimensions;
    const result = yield* combineBigrams(own, {
      tokens,
      most: options.top,
      vocabulary: vocabularySize,
      counted,
      seed: options.seed,
    });
    const { tokenizer } = model;
    const textOf = (id: number) => tokenizer?.describe(null, [id])[0]?.text ?? `${id}`;
    const ids = ['tokens', 'follows_ids', 'predicts_ids', 'predicts_log_ids', 'pair_id'].flatMap((name) => [
      ...(result.get(`bigrams.${name}`)?.data ?? []),
    ]);
    return new Map([...result, ...(yield* tokenTexts('bigrams', ids, textOf))]);
  },
};

interface PairsOfBlock {
  readonly rows: Int32Array;
  readonly ids: Int32Array;
  /** [P] where their logits go: those of controls after all others. */
  readonly places: Int32Array;
}

/** The pairs whose second token is in the block, each with its control: the same second token in the row listed next. */
function pairsWithin(
  counted: CountedBigrams | null,
  tokens: number,
  { first, end }: VocabularyBlock,
): PairsOfBlock {
  const rows: number[] = [];
  const ids: number[] = [];
  const places: number[] = [];
  counted?.ids.forEach((id, pair) => {
    if (id < first || id >= end) return;
    const row = counted.rows[pair] ?? 0;
    rows.push(row, (row + 1) % tokens);
    ids.push(id, id);
    places.push(pair, counted.ids.length + pair);
  });
  return { rows: Int32Array.from(rows), ids: Int32Array.from(ids), places: Int32Array.from(places) };
}

function partOf(
  { follows, predicts, predictsLog, largest, sums, pairLogits }: BlockLists,
  places: Int32Array,
  tokens: number,
  most: number,
): Map<string, NamedTensor> {
  const sizes = { listed: tokens, rank: most };
  const part = new Map<string, NamedTensor>([
    ['largest', namedTensor({ listed: tokens }, largest)],
    ['sums', namedTensor({ listed: tokens }, sums)],
    ['pair_places', namedTensor({ pair: places.length }, places)],
    ['pair_logits', namedTensor({ pair: places.length }, pairLogits)],
  ]);
  for (const [name, lists] of [
    ['follows', follows],
    ['predicts', predicts],
    ['predicts_log', predictsLog],
  ] as const)
    if (lists !== null) {
      part.set(`${name}_ids`, namedTensor(sizes, lists.ids));
      part.set(name, namedTensor(sizes, lists.values));
    }
  return part;
}

/** @throws PairlensError BAD_REQUEST for a model whose embeddings and unembedding are not one after the other */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'bigrams are of a model: name one');
  if (!model.causal)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} is an encoder: its embeddings pass a normalisation and a head of its own, and W_E W_U is nothing that it computes`,
      { model: model.name },
    );
  if (!model.weights.has('W_U'))
    throw new PairlensError('BAD_REQUEST', `${model.name} has no language-model head, and so no W_U`, {
      model: model.name,
    });
  return model;
}
