/** Which files of a repository Pairlens needs: everything it reads, and of the weights one form only. */
import { PairlensError } from '../../../shared/errors.ts';
import {
  ADAPTER_CONFIG,
  CARD_FILE,
  CONFIG_FILE,
  indexOf,
  isForeignWeights,
  isIndex,
  LICENCE_FILE,
  shardIndex,
  TOKENIZER_FILES,
  WEIGHTS_FILES,
} from '../checkpoints/model-files.ts';
import type { HubFile, HubRepository } from './repository.ts';

/** The forms that weights come in, the best first: a whole file, or the index that names its pieces. */
const WEIGHTS = WEIGHTS_FILES.flatMap((name) => [name, indexOf(name)]);

export interface NeededFiles {
  readonly config: HubFile;
  /** Tokenizer, card and licence. */
  readonly small: readonly HubFile[];
  /** The weights, or the index of their pieces. */
  readonly weights: HubFile;
  /** Whether `weights` is an index. */
  readonly isIndex: boolean;
}

/**
 * @throws PairlensError MODEL_INVALID when the repository has no config or no weights that Pairlens reads
 */
export function chooseFiles({ id, files }: HubRepository): NeededFiles {
  const named = (name: string) => files.find((file) => file.name === name);
  const config = named(CONFIG_FILE);
  if (!config && named(ADAPTER_CONFIG))
    throw new PairlensError(
      'MODEL_INVALID',
      `${id} is an adapter (LoRA or another of PEFT), not a model: merge it into its base model (peft: ` +
        'AutoPeftModel.from_pretrained(id).merge_and_unload().save_pretrained(folder)), and add that folder',
      { id },
    );
  if (!config) throw new PairlensError('MODEL_INVALID', `${id} has no ${CONFIG_FILE}`, { id });
  const weights = WEIGHTS.map(named).find((file) => file !== undefined);
  if (!weights) {
    const others = files.filter(({ name }) => isForeignWeights(name));
    const hint = others.length > 0 ? `; it has ${others.map(({ name }) => name).join(', ')}` : '';
    throw new PairlensError(
      'MODEL_INVALID',
      `${id} has neither model.safetensors nor pytorch_model.bin, whole or in pieces${hint}`,
      { id },
    );
  }
  // Where there is a tokenizer.json it says all that the vocabulary files say.
  const tokenizer = TOKENIZER_FILES.filter(
    (name) => !named('tokenizer.json') || !/^(vocab|merges)\./.test(name),
  );
  return {
    config,
    weights,
    isIndex: isIndex(weights.name),
    small: files.filter(
      ({ name }) => tokenizer.includes(name) || name === CARD_FILE || LICENCE_FILE.test(name),
    ),
  };
}

/**
 * The pieces that an index names, in the order of their names.
 * @param text of the index
 * @throws PairlensError MODEL_INVALID when it is none, or names a file that the repository does not have
 */
export function chooseShards({ id, files }: HubRepository, index: string, text: string): HubFile[] {
  const names = [...new Set(Object.values(parseIndex(id, index, text)))].sort();
  return names.map((name) => {
    const shard = files.find((file) => file.name === name);
    // Pieces lie beside their index; in a folder below it they would not be found.
    if (!shard || name.includes('/'))
      throw new PairlensError('MODEL_INVALID', `${index} of ${id} names ${name}, which is not there`, {
        id,
        file: name,
      });
    return shard;
  });
}

function parseIndex(id: string, index: string, text: string): Record<string, string> {
  try {
    return shardIndex.parse(JSON.parse(text)).weight_map;
  } catch (error) {
    throw new PairlensError(
      'MODEL_INVALID',
      `${index} of ${id} has no weight_map from tensors to files`,
      { id, file: index },
      error,
    );
  }
}
