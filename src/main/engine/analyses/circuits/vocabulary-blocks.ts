/** The tables of a vocabulary, W_E and W_U, a block of tokens at a time: memory does not grow with the vocabulary. */
import type { LoadedModel } from '../../models/library.ts';

/** Numbers of a block of one table: 32 MB; and tokens at most. */
const NUMBERS = 2 ** 23;
const TOKENS = 8192;

export type VocabularyTable = 'W_E' | 'W_U';

export interface VocabularyBlock {
  /** Ids from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

type WeightsOfModel = Pick<LoadedModel, 'weights' | 'dimensions'>;

export function vocabularyBlocks({
  vocabularySize,
  dModel,
}: Pick<LoadedModel['dimensions'], 'vocabularySize' | 'dModel'>): VocabularyBlock[] {
  const size = Math.max(1, Math.min(TOKENS, Math.floor(NUMBERS / dModel)));
  const blocks: VocabularyBlock[] = [];
  for (let first = 0; first < vocabularySize; first += size)
    blocks.push({ first, end: Math.min(first + size, vocabularySize) });
  return blocks;
}

/** [token, d_model] rows of W_E, or of W_U transposed. */
export async function readBlock(
  { weights }: Pick<LoadedModel, 'weights'>,
  table: VocabularyTable,
  { first, end }: VocabularyBlock,
): Promise<Float32Array> {
  return (await weights.readRange(table, table === 'W_E' ? 0 : 1, first, end)).data;
}

/** The same of single tokens. */
export async function readTokens(
  model: WeightsOfModel,
  table: VocabularyTable,
  ids: readonly number[],
): Promise<Float32Array> {
  const { dModel } = model.dimensions;
  const rows = new Float32Array(ids.length * dModel);
  // Neighbours in the file are read together: a block is little more than its first token.
  for (const block of vocabularyBlocks(model.dimensions)) {
    const own = ids.flatMap((id, place) => (id >= block.first && id < block.end ? [{ id, place }] : []));
    if (own.length === 0) continue;
    const first = Math.min(...own.map(({ id }) => id));
    const end = 1 + Math.max(...own.map(({ id }) => id));
    const data = await readBlock(model, table, { first, end });
    for (const { id, place } of own)
      rows.set(data.subarray((id - first) * dModel, (id - first + 1) * dModel), place * dModel);
  }
  return rows;
}
