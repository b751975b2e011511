/** Everything about one model: its config, card, files, tensors and hook points. */
import { join } from 'node:path';
import type { ModelDetail } from '../../../shared/entities.ts';
import { type CheckpointFolder, readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { type FactReader, readBlueprint } from './facts.ts';
import { cardText } from './model-card.ts';
import { listModelFiles, readCard } from '../checkpoints/model-files.ts';

/** What a checkpoint folder tells beyond the facts of a list. */
export type CheckpointDetail = Pick<ModelDetail, 'config' | 'card' | 'files' | 'tensors' | 'hooks' | 'roles'>;

/**
 * @param fileHashes sha256 of files, as far as it is known
 * @throws PairlensError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID,
 *   FILE_UNREADABLE
 */
export async function readDetail(
  folder: string,
  facts: Pick<FactReader, 'fileHash'>,
  fileHashes: ReadonlyMap<string, string>,
): Promise<CheckpointDetail> {
  const checkpoint = await readCheckpointFolder(folder);
  const { tensors, model } = await readBlueprint(checkpoint);
  const used = new Set(model.weights.weights.map(({ tensor }) => tensor));
  const card = await readCard(folder);
  return {
    config: { ...checkpoint.config },
    card: card === null ? null : cardText(card),
    files: await listFiles(checkpoint, facts, fileHashes),
    tensors: [...tensors].map(([name, { shape, dtype, begin, end }]) => ({
      name,
      shape: [...shape],
      dtype,
      bytes: end - begin,
      used: used.has(name),
    })),
    hooks: model.graph.outputs.map(({ value, axes }) => ({ name: value.name, axes: [...axes] })),
    roles: [...model.parameterViews].map(([name, { shape }]) => ({ name, shape: [...shape] })),
  };
}

async function listFiles(
  checkpoint: CheckpointFolder,
  facts: Pick<FactReader, 'fileHash'>,
  fileHashes: ReadonlyMap<string, string>,
): Promise<ModelDetail['files']> {
  const files = await listModelFiles(checkpoint);
  return Promise.all(
    files.map(async ({ name, bytes }) => ({
      name,
      bytes,
      sha256: fileHashes.get(name) ?? (await facts.fileHash(join(checkpoint.folder, name))),
    })),
  );
}
