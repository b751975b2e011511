/** Folders that are not the checkpoint of a model, or not in a form that is read: what they are, and what to do. */
import { join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { namesIn, readIfThere } from '../files/if-there.ts';
import { ADAPTER_CONFIG, CONFIG_FILE, isForeignWeights, WEIGHTS_FILES } from './model-files.ts';

/** How many folders below are named. */
const NAMED = 5;

/** What weights of other programs are, by the ends of their files' names, and what turns them into ones that are read. */
const OTHER_FORMS: readonly { readonly ends: RegExp; readonly is: string; readonly advice: string }[] = [
  {
    ends: /\.gguf$/,
    is: 'in GGUF, the form of llama.cpp, mostly quantised',
    advice: 'take the checkpoint that it was made from',
  },
  {
    ends: /\.h5$/,
    is: 'of TensorFlow',
    advice:
      'AutoModel.from_pretrained(folder, from_tf=True).save_pretrained(folder) of transformers 4 makes model.safetensors of them',
  },
  {
    ends: /\.msgpack$/,
    is: 'of Flax',
    advice:
      'AutoModel.from_pretrained(folder, from_flax=True).save_pretrained(folder) of transformers 4 makes model.safetensors of them',
  },
  {
    ends: /\.onnx$/,
    is: 'exported as ONNX, in which attention cannot be seen',
    advice: 'take the checkpoint that it was exported from',
  },
  { ends: /\.npz$/, is: 'of MLX or NumPy', advice: 'take the checkpoint that they were made from' },
  { ends: /\.ot$/, is: 'for Rust', advice: 'take the checkpoint that they were made from' },
  {
    ends: /\.ckpt$/,
    is: 'of a trainer',
    advice: 'rename the file to pytorch_model.bin where it was saved by torch',
  },
];

function refuse(folder: string, message: string): PairlensError {
  return new PairlensError('MODEL_INVALID', `${folder} ${message}`, { path: folder });
}

/** Of a folder without config.json. */
export async function withoutConfig(folder: string, files: readonly string[]): Promise<PairlensError> {
  if (files.includes(ADAPTER_CONFIG)) return adapter(folder);
  const inside = await modelsBelow(folder);
  const [only, ...others] = inside;
  if (only !== undefined && others.length === 0)
    return refuse(folder, `has no ${CONFIG_FILE}; the model lies in ${join(folder, only)}: give that folder`);
  if (only !== undefined) {
    const named = inside.slice(0, NAMED).join(', ');
    const more = inside.length > NAMED ? ` and ${inside.length - NAMED} more` : '';
    return refuse(
      folder,
      `has no ${CONFIG_FILE}, but models in folders below (${named}${more}): give one of them`,
    );
  }
  return refuse(folder, `has no ${CONFIG_FILE}`);
}

/** Of a folder that has config.json, and no weights under a name that is read. */
export async function withoutWeights(folder: string, files: readonly string[]): Promise<PairlensError> {
  if (files.includes(ADAPTER_CONFIG)) return adapter(folder);
  const none = `has no ${WEIGHTS_FILES.join(' and no ')}`;
  const incomplete = incompleteShards(files);
  if (incomplete !== null) return refuse(folder, `${none}; of its pieces ${incomplete} is missing`);
  const form = OTHER_FORMS.find(({ ends }) => files.some((name) => ends.test(name)));
  const others = files.filter((name) => isForeignWeights(name) || form?.ends.test(name));
  if (form)
    return refuse(
      folder,
      `${none}; ${others.join(', ')} cannot take their place: weights ${form.is}; ${form.advice}`,
    );
  const inside = await modelsBelow(folder);
  if (inside.length > 0)
    return refuse(
      folder,
      `${none}; there are models in folders below (${inside.slice(0, NAMED).join(', ')}): give one of them`,
    );
  return refuse(folder, others.length > 0 ? `${none}; ${others.join(', ')} cannot take their place` : none);
}

async function adapter(folder: string): Promise<PairlensError> {
  const config = await readIfThere(join(folder, ADAPTER_CONFIG));
  const base = /"base_model_name_or_path"\s*:\s*"([^"]+)"/.exec(config ?? '')?.[1];
  return refuse(
    folder,
    `is an adapter (LoRA or another of PEFT${base === undefined ? '' : `, for ${base}`}), not a model: merge it into its base model and give that ` +
      'folder (peft: AutoPeftModel.from_pretrained(folder).merge_and_unload().save_pretrained(other_folder))',
  );
}

/** Folders below that have a config.json, as trainers (checkpoint-500) and sentence-transformers (0_Transformer) make them. */
async function modelsBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await namesIn(folder)).sort())
    if ((await namesIn(join(folder, name))).includes(CONFIG_FILE)) found.push(name);
  return found;
}

const SHARD =
  /^(?<stem>model|pytorch_model)-(?<number>\d{5})-of-(?<count>\d{5})\.(?<ending>safetensors|bin)$/;

/** The pieces of a checkpoint whose index is missing, when all of them are there: each says what tensors it has. */
export function shardsWithoutIndex(folder: string, files: readonly string[]): string[] | null {
  const shards = files.filter((name) => SHARD.test(name)).sort();
  const kinds = new Set(shards.map((name) => name.replace(/-\d{5}-of-/, '-of-')));
  if (kinds.size > 1)
    throw refuse(
      folder,
      `has the pieces of several checkpoints (${[...kinds].join(', ')}) and no index that says which are meant`,
    );
  return shards.length > 0 && incompleteShards(files) === null ? shards : null;
}

/** The first piece that is missing. */
function incompleteShards(files: readonly string[]): string | null {
  const first = files.find((name) => SHARD.test(name));
  const { stem = '', count = '0', ending = '' } = SHARD.exec(first ?? '')?.groups ?? {};
  const names = Array.from(
    { length: Number(count) },
    (_, index) => `${stem}-${String(index + 1).padStart(5, '0')}-of-${count}.${ending}`,
  );
  return names.find((name) => !files.includes(name)) ?? null;
}
