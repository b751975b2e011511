/** What goes through the whole vocabulary, a few blocks at a time, in threads. */
import {
  type DirectionTokens,
  mergedDirections,
  type VocabularyProducts,
} from '../../../../core/analyses/circuits/vocabulary.ts';
import type { LoadedModel } from '../../models/library.ts';
import { type Following, THREADS } from '../../threads/side-by-side.ts';
import { circuitThreads } from './circuit-threads.ts';
import {
  readBlock,
  type VocabularyBlock,
  vocabularyBlocks,
  type VocabularyTable,
} from './vocabulary-blocks.ts';

type WeightsOfModel = Pick<LoadedModel, 'weights' | 'dimensions'>;

/** Blocks that are in memory together, and how far one is through all of them. */
async function inGroups(
  blocks: readonly VocabularyBlock[],
  { signal, onShare }: Following,
  use: (group: readonly VocabularyBlock[], following: Following) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < blocks.length; at += THREADS) {
    const group = blocks.slice(at, at + THREADS);
    await use(group, {
      signal,
      onShare: (share) => onShare((at + share * group.length) / blocks.length),
    });
  }
}

export async function vocabularyProducts(
  model: WeightsOfModel,
  following: Following,
): Promise<VocabularyProducts> {
  const { dModel } = model.dimensions;
  const sum = {
    unembedEmbed: new Float64Array(dModel * dModel),
    embedEmbed: new Float64Array(dModel * dModel),
  };
  await inGroups(vocabularyBlocks(model.dimensions), following, async (group, ofGroup) => {
    const read = await Promise.all(
      group.map(async (block) => ({
        embeddings: await readBlock(model, 'W_E', block),
        unembeddings: await readBlock(model, 'W_U', block),
        dModel,
      })),
    );
    const parts = await circuitThreads.compute(
      read,
      (thread, request) => thread.vocabularyProduct(request),
      ofGroup,
    );
    for (const part of parts)
      for (let at = 0; at < dModel * dModel; at++) {
        sum.unembedEmbed[at]! += part.unembedEmbed[at]!;
        sum.embedEmbed[at]! += part.embedEmbed[at]!;
      }
  });
  return sum;
}

/**
 * The tokens whose rows of a table have the largest and the smallest products with each of some directions.
 * @param vectors [n, d_model]
 */
export async function tokensOfDirections(
  model: WeightsOfModel,
  table: VocabularyTable,
  vectors: Float64Array,
  most: number,
  following: Following,
): Promise<DirectionTokens[]> {
  const { dModel } = model.dimensions;
  const found: DirectionTokens[][] = [];
  await inGroups(vocabularyBlocks(model.dimensions), following, async (group, ofGroup) => {
    const read = await Promise.all(
      group.map(async (block) => ({
        vectors,
        rows: await readBlock(model, table, block),
        first: block.first,
        dModel,
        most,
      })),
    );
    found.push(
      ...(await circuitThreads.compute(read, (thread, request) => thread.directions(request), ofGroup)),
    );
  });
  return mergedDirections(found, most);
}

/**
 * Every token's row of a table through a matrix: [vocabulary, n].
 * @param matrix [d_model, n]
 */
export async function throughMatrix(
  model: WeightsOfModel,
  table: VocabularyTable,
  matrix: Float64Array,
  following: Following,
): Promise<Float32Array> {
  const { dModel, vocabularySize } = model.dimensions;
  const width = matrix.length / dModel;
  const all = new Float32Array(vocabularySize * width);
  await inGroups(vocabularyBlocks(model.dimensions), following, async (group, ofGroup) => {
    const read = await Promise.all(
      group.map(async (block) => ({ rows: await readBlock(model, table, block), matrix, dModel })),
    );
    const parts = await circuitThreads.compute(read, (thread, request) => thread.projected(request), ofGroup);
    parts.forEach((part, at) => all.set(part, (group[at]?.first ?? 0) * width));
  });
  return all;
}
