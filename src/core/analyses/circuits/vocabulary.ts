/**
 * Circuits of a head over the vocabulary (Elhage et al. 2021): OV as W_E OV W_U, from the token that is attended to to what it
 * raises; QK as W_E QK W_Eᵀ, from query to key. Tables of the vocabulary come in blocks of rows, and nothing of vocabulary ×
 * vocabulary is made.
 */
import { spectrum, type Spectrum } from './eigenvalues.ts';
import {
  centredRows,
  foldedRead,
  headMatrices,
  type LayerWeights,
  type WeightVersion,
} from './head-matrices.ts';
import { addProduct, type Numbers, product, transposed } from './products.ts';
import { singularDirections } from './singular-directions.ts';
import { TopList } from './top-list.ts';

/** γ of the normalisation before the unembedding. */
export interface FinalNorm {
  readonly gain: Float32Array;
  readonly centred: boolean;
}

const ROWS_PER_STEP = 64;

export interface VocabularyProductRequest {
  /** [rows, d_model] of the embeddings; and of the unembedding, transposed. */
  readonly embeddings: Float32Array;
  readonly unembeddings: Float32Array;
  readonly dModel: number;
}

/** What a table of the vocabulary comes to over all tokens, [d_model, d_model] each. */
export interface VocabularyProducts {
  /** W_U W_E */
  readonly unembedEmbed: Float64Array;
  /** W_Eᵀ W_E */
  readonly embedEmbed: Float64Array;
}

/** The part of a block of tokens in {@link VocabularyProducts}. */
export function* addVocabularyProduct({
  embeddings,
  unembeddings,
  dModel,
}: VocabularyProductRequest): Generator<number, VocabularyProducts, void> {
  const unembedEmbed = new Float64Array(dModel * dModel);
  const embedEmbed = new Float64Array(dModel * dModel);
  const count = embeddings.length / dModel;
  for (let first = 0; first < count; first += ROWS_PER_STEP) {
    const rows = Math.min(ROWS_PER_STEP, count - first);
    const block = (table: Float32Array) => table.subarray(first * dModel, (first + rows) * dModel);
    const own = Float64Array.from(block(embeddings));
    addProduct(embedEmbed, transposed(own, rows, dModel), own, dModel, rows, dModel);
    addProduct(unembedEmbed, transposed(block(unembeddings), rows, dModel), own, dModel, rows, dModel);
    yield (first + rows) / count;
  }
  return { unembedEmbed, embedEmbed };
}

export interface HeadCircuitsRequest {
  /** Of this head alone: one head, and its key-value head. */
  readonly weights: LayerWeights;
  readonly versions: readonly WeightVersion[];
  /** null of an encoder, whose embeddings pass a normalisation that cannot be folded: there is OV of the stream alone. */
  readonly vocabulary: VocabularyProducts | null;
  readonly finalNorm: FinalNorm | null;
  /** Singular directions that are wanted. */
  readonly directions: number;
  /** [t, d_model] rows of W_E and of W_U transposed, of tokens whose circuits are written out; null for none. */
  readonly tokens: { readonly embeddings: Float32Array; readonly unembeddings: Float32Array } | null;
}

export interface HeadCircuits {
  readonly version: WeightVersion;
  readonly residual: Spectrum;
  readonly ov: Spectrum | null;
  readonly qk: Spectrum | null;
  /** [t, t] source and output; query and key. */
  readonly ovSlice: Float64Array | null;
  readonly qkSlice: Float64Array | null;
}

export interface HeadDirections {
  /** [d] singular values. */
  readonly values: Float64Array;
  /** [count, d_model]: to be multiplied with rows of W_E (what is read), and with those of `writesTo`. */
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

export interface HeadResult {
  readonly circuits: readonly HeadCircuits[];
  /** Of the last version; writes of OV are such that their product with W_U is what they add to the logits. */
  readonly ovDirections: HeadDirections;
  readonly qkDirections: HeadDirections;
}

export function* circuitsOfHead(request: HeadCircuitsRequest): Generator<number, HeadResult, void> {
  const { weights, versions, vocabulary, finalNorm, directions, tokens } = request;
  const { dModel, dHead: d } = weights;
  const circuits: HeadCircuits[] = [];
  for (const version of versions) {
    yield circuits.length / (versions.length + 1);
    const { query, key, value, output } = headMatrices(weights, 0, version);
    const folds = version === 'folded' ? finalNorm : null;
    const readOut = (table: Numbers) =>
      folds === null ? Float64Array.from(table) : foldedRead(table, dModel, folds.gain, folds.centred);
    // W_O W_U W_E W_V and W_Kᵀ W_Eᵀ W_E W_Q, [d, d], have the eigenvalues of the circuits.
    const inner = (left: Numbers, table: Numbers, right: Numbers) =>
      product(left, product(table, right, dModel, dModel, d), d, dModel, d);
    circuits.push({
      version,
      residual: spectrum(product(output, value, d, dModel, d), d),
      ov: vocabulary === null ? null : spectrum(inner(output, readOut(vocabulary.unembedEmbed), value), d),
      qk:
        vocabulary === null
          ? null
          : spectrum(inner(transposed(key, dModel, d), vocabulary.embedEmbed, query), d),
      ...slicesOf(tokens, { query, key, value, output }, readOut, dModel, d),
    });
  }
  yield versions.length / (versions.length + 1);
  const main = headMatrices(weights, 0, versions.at(-1) ?? 'raw');
  const ov = singularDirections(main.value, transposed(main.output, d, dModel), dModel, directions);
  return {
    circuits,
    ovDirections: {
      ...ov,
      writes: intoLogits(ov.writes, dModel, versions.includes('folded') ? finalNorm : null),
    },
    qkDirections: singularDirections(main.query, main.key, dModel, directions),
  };
}

function slicesOf(
  tokens: HeadCircuitsRequest['tokens'],
  { query, key, value, output }: ReturnType<typeof headMatrices>,
  readOut: (table: Numbers) => Float64Array,
  dModel: number,
  d: number,
): Pick<HeadCircuits, 'ovSlice' | 'qkSlice'> {
  if (tokens === null) return { ovSlice: null, qkSlice: null };
  const { embeddings, unembeddings } = tokens;
  const count = embeddings.length / dModel;
  const unembed = readOut(transposed(unembeddings, count, dModel));
  const read = (matrix: Numbers) => product(embeddings, matrix, count, dModel, d);
  return {
    ovSlice: product(read(value), product(output, unembed, d, dModel, count), count, d, count),
    qkSlice: product(read(query), transposed(read(key), count, d), count, d, count),
  };
}

/**
 * Directions of the stream such that their product with W_U is what the folded unembedding makes of them: centred, times γ.
 * @param directions [n, d_model]
 */
export function intoLogits(directions: Numbers, dModel: number, norm: FinalNorm | null): Float64Array {
  if (norm === null) return Float64Array.from(directions);
  const out = norm.centred ? centredRows(directions, dModel) : Float64Array.from(directions);
  for (let at = 0; at < out.length; at++) out[at] = out[at]! * norm.gain[at % dModel]!;
  return out;
}

export interface DirectionsRequest {
  /** [n, d_model] */
  readonly vectors: Float64Array;
  /** [rows, d_model] of a table of the vocabulary, and the id of its first row. */
  readonly rows: Float32Array;
  readonly first: number;
  readonly dModel: number;
  readonly most: number;
}

/** The tokens whose rows have the largest and the smallest products with a direction. */
export interface DirectionTokens {
  readonly largest: { readonly ids: readonly number[]; readonly values: readonly number[] };
  readonly smallest: { readonly ids: readonly number[]; readonly values: readonly number[] };
}

/** Of a block of the vocabulary; {@link mergedDirections} puts blocks together. */
export function* readDirections({
  vectors,
  rows,
  first,
  dModel,
  most,
}: DirectionsRequest): Generator<number, DirectionTokens[], void> {
  const count = vectors.length / dModel;
  const lists = Array.from({ length: count }, () => ({
    largest: new TopList(most),
    smallest: new TopList(most),
  }));
  const across = transposed(vectors, count, dModel);
  const length = rows.length / dModel;
  const step = Math.max(1, Math.floor(4e6 / (dModel * count)));
  for (let row = 0; row < length; row += step) {
    const own = Math.min(step, length - row);
    const values = product(rows.subarray(row * dModel, (row + own) * dModel), across, own, dModel, count);
    for (let at = 0; at < own; at++)
      for (const [vector, { largest, smallest }] of lists.entries()) {
        const value = values[at * count + vector]!;
        largest.offer(value, first + row + at);
        smallest.offer(-value, first + row + at);
      }
    yield (row + own) / length;
  }
  return lists.map(({ largest, smallest }) => ({
    largest: { ids: largest.ids, values: largest.values },
    smallest: { ids: smallest.ids, values: smallest.values.map((value) => -value) },
  }));
}

/** @param blocks in the order of the vocabulary; each of all directions */
export function mergedDirections(
  blocks: readonly (readonly DirectionTokens[])[],
  most: number,
): DirectionTokens[] {
  const count = blocks[0]?.length ?? 0;
  return Array.from({ length: count }, (_, vector) => {
    const largest = new TopList(most);
    const smallest = new TopList(most);
    for (const block of blocks) {
      const own = block[vector];
      own?.largest.ids.forEach((id, at) => largest.offer(own.largest.values[at]!, id));
      own?.smallest.ids.forEach((id, at) => smallest.offer(-own.smallest.values[at]!, id));
    }
    return {
      largest: { ids: largest.ids, values: largest.values },
      smallest: { ids: smallest.ids, values: smallest.values.map((value) => -value) },
    };
  });
}

export interface ProjectionRequest {
  /** [rows, d_model] */
  readonly rows: Float32Array;
  /** [d_model, n] */
  readonly matrix: Float64Array;
  readonly dModel: number;
}

/** A block of the vocabulary through a matrix: [rows, n]. */
export function* projected({
  rows,
  matrix,
  dModel,
}: ProjectionRequest): Generator<number, Float32Array, void> {
  const width = matrix.length / dModel;
  const count = rows.length / dModel;
  const out = new Float32Array(count * width);
  const step = Math.max(1, Math.floor(2e7 / matrix.length));
  for (let row = 0; row < count; row += step) {
    const own = Math.min(step, count - row);
    out.set(
      product(rows.subarray(row * dModel, (row + own) * dModel), matrix, own, dModel, width),
      row * width,
    );
    yield (row + own) / count;
  }
  return out;
}
