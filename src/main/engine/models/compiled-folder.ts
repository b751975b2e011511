/**
 * The compiled form of a checkpoint: `<home>/models/<key>/` with graph.onnx, weights.data and model.json. The key says
 * which weights, which config and which version of the compiler it was made from, so a folder never goes stale; it
 * appears by a rename, whole or not at all. model.json has the hashes of the other two files and its own, so that
 * whatever happens to the files later is found when they are next used.
 */
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CompiledModel } from '../../../core/architectures/architecture.ts';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import { type GraphOptions, PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import { ParameterView } from '../../../core/architectures/parameter-view.ts';
import { halfTypeOf, WEIGHT_BYTES, type WeightStorage } from '../../../core/architectures/weights-plan.ts';
import type { TensorIndex } from '../../../core/checkpoints/tensor-index.ts';
import { encodeModel } from '../../../core/onnx/encode.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { isMissingFile, readFailure, systemCode, writeFailure } from '../files/failures.ts';
import { isFolder } from '../files/if-there.ts';
import { aboutModel } from './about-model.ts';
import { sha256 } from '../files/hashing.ts';
import { indexTensors } from '../checkpoints/stored-tensors.ts';
import { makeUnfinished, removeUnfinished } from './unfinished-folders.ts';
import { type WeightsWriting, writeWeights } from './weights-file.ts';

/** Goes up whenever the graphs or the files change, so that older folders are not taken for current ones. */
export const GRAPH_FORMAT_VERSION = 4;

export const GRAPH_FILE = 'graph.onnx';
export const WEIGHTS_FILE = 'weights.data';
const DESCRIPTION_FILE = 'model.json';

/** In the order in which they are looked for: a large model that was compiled before there were halves is used as it is. */
const STORAGES = ['halves', 'float32'] as const satisfies readonly WeightStorage[];

const count = z.int().min(0);
const description = z.object({
  formatVersion: z.literal(GRAPH_FORMAT_VERSION),
  architecture: z.string(),
  causal: z.boolean(),
  dimensions: z.object({
    layers: count,
    heads: count,
    dModel: count,
    dHead: count,
    maxPositions: count,
    vocabularySize: count,
    tokenTypes: count,
  }),
  parameters: count,
  /** In the order of computation; an axis is a size, or the name of one that the input decides. */
  hooks: z.array(z.object({ name: z.string(), axes: z.array(z.union([z.string(), count])) })),
  /** Where each parameter lies in the weights file; strides and offset in numbers of its type. */
  weights: z.array(
    z.object({
      name: z.string(),
      shape: z.array(count),
      strides: z.array(count),
      offset: count,
      type: z.enum(['float32', 'float16', 'bfloat16']).default('float32'),
    }),
  ),
  storage: z.enum(STORAGES).default('float32'),
  weightsHash: z.string(),
  configHash: z.string(),
  /** sha256 of graph.onnx and of weights.data. */
  graphHash: z.string(),
  compiledHash: z.string(),
  weightsBytes: count,
});
const jsonObject = z.record(z.string(), z.unknown());
type CompiledDescription = z.output<typeof description>;

export interface CompiledFolder {
  readonly folder: string;
  readonly graphPath: string;
  readonly weightsPath: string;
  /** Where the parameters lie in the weights file, by their TransformerLens names. */
  readonly parameterViews: ReadonlyMap<string, ParameterView>;
  readonly description: CompiledDescription;
}

function compiledFolder(folder: string, details: CompiledDescription): CompiledFolder {
  return {
    folder,
    graphPath: join(folder, GRAPH_FILE),
    weightsPath: join(folder, WEIGHTS_FILE),
    parameterViews: new Map(
      details.weights.map(({ name, shape, strides, offset, type }) => [
        name,
        new ParameterView(shape, strides, offset, type),
      ]),
    ),
    description: details,
  };
}

/** Name of the folder for these weights and this config. @param storage what its weights lie in */
export function compiledKey(
  weightsHash: string,
  configText: string,
  storage: WeightStorage = 'float32',
  version = GRAPH_FORMAT_VERSION,
): string {
  const kept = storage === 'halves' ? 'halves-' : '';
  return `${weightsHash.slice(0, 16)}-${sha256(configText).slice(0, 8)}-${kept}${version}`;
}

/** What there is of a compiled form; what is whole still has its weights to be checked, by reading them. */
export type FoundCompiled =
  | { readonly is: 'absent' }
  /** `file`: which of its files is not what was written, or is gone. */
  | { readonly is: 'damaged'; readonly folder: string; readonly file: string }
  | ({ readonly is: 'whole' } & CompiledFolder);

/** What is whole, in either storage, or else what is damaged. @throws PairlensError FILE_UNREADABLE */
export async function findCompiled(
  modelsFolder: string,
  { configText }: Pick<CheckpointFolder, 'configText'>,
  weightsHash: string,
): Promise<FoundCompiled> {
  const found = await Promise.all(
    STORAGES.map((storage) =>
      readCompiled(join(modelsFolder, compiledKey(weightsHash, configText, storage)), weightsHash),
    ),
  );
  return (
    found.find(({ is }) => is === 'whole') ?? found.find(({ is }) => is === 'damaged') ?? { is: 'absent' }
  );
}

/**
 * The compiled form in a folder: model.json and the graph are read, of the weights the size.
 * @param weightsHash that it has to be of, where that is known
 * @throws PairlensError FILE_UNREADABLE
 */
export async function readCompiled(folder: string, weightsHash: string | null): Promise<FoundCompiled> {
  if (!(await isFolder(folder))) return { is: 'absent' };
  const damaged = (file: string): FoundCompiled => ({ is: 'damaged', folder, file });
  let file = DESCRIPTION_FILE;
  try {
    const details = readDescription(await readFile(join(folder, file), 'utf8'));
    if (details === null || (weightsHash !== null && details.weightsHash !== weightsHash))
      return damaged(file);
    file = GRAPH_FILE;
    if (sha256(await readFile(join(folder, file))) !== details.graphHash) return damaged(file);
    file = WEIGHTS_FILE;
    if ((await stat(join(folder, file))).size !== details.weightsBytes) return damaged(file);
    return { is: 'whole', ...compiledFolder(folder, details) };
  } catch (error) {
    if (isMissingFile(error)) return damaged(file);
    throw readFailure(join(folder, file), error);
  }
}

/** model.json, when it is as it was written: its last field is the hash of the others. */
function readDescription(text: string): CompiledDescription | null {
  try {
    const { sha256: own, ...fields } = jsonObject.parse(JSON.parse(text));
    return own === sha256(JSON.stringify(fields)) ? (description.safeParse(fields).data ?? null) : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function descriptionText(details: CompiledDescription): string {
  return `${JSON.stringify({ ...details, sha256: sha256(JSON.stringify(details)) }, null, 2)}\n`;
}

export interface Compiling extends WeightsWriting {
  /** Called at the end: throws when the checkpoint is not what it was any more. */
  readonly checkSource?: () => Promise<void>;
  /** From so many bytes on, as float32, matrices that the checkpoint has in two bytes a number stay so. */
  readonly halvesFrom?: number | undefined;
}

/** Of a model that is smaller, the pages of its weights are few, and a cast of each for each batch is time for nothing. */
export const HALVES_FROM = 256 * 2 ** 20;

function storageOf(tensors: TensorIndex, from: number): WeightStorage {
  let bytes = 0;
  for (const { dtype, shape } of tensors.values())
    if (shape.length >= 2 && halfTypeOf(dtype) !== null)
      bytes += shape.reduce((product, size) => product * size, WEIGHT_BYTES.float32);
  return bytes >= from ? 'halves' : 'float32';
}

/**
 * Compiles a checkpoint, or finds that another process has just done so.
 * @throws PairlensError MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID, FILE_UNREADABLE;
 *   DISK_FULL, FILE_UNWRITABLE, what `checkSource` throws, and when the signal says so (nothing is left behind)
 */
export async function compileFolder(
  modelsFolder: string,
  checkpoint: CheckpointFolder,
  weightsHash: string,
  { checkSource = async () => undefined, halvesFrom = HALVES_FROM, ...writing }: Compiling = {},
): Promise<CompiledFolder> {
  const tensors = await indexTensors(checkpoint);
  const storage = storageOf(tensors, halvesFrom);
  const compiled = compile(checkpoint, tensors, { storage });
  const final = join(modelsFolder, compiledKey(weightsHash, checkpoint.configText, storage));

  await removeUnfinished(modelsFolder);
  const temporary = makeUnfinished(modelsFolder);
  try {
    const graph = encode(compiled);
    const weightsPath = join(temporary, WEIGHTS_FILE);
    const compiledHash = await writeWeights(weightsPath, compiled.weights, tensors, writing);
    const details = describe(compiled, { graph, compiledHash, storage }, checkpoint, weightsHash);
    await writeDurably(join(temporary, GRAPH_FILE), graph);
    await writeDurably(join(temporary, DESCRIPTION_FILE), descriptionText(details));
    await checkSource();
    await moveIntoPlace(temporary, final, () => readCompiled(final, weightsHash));
    return compiledFolder(final, details);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw writeFailure(final, error);
  }
}

/**
 * The bytes of a graph that can do something else than be read. It reads the weights of the compiled folder, in which it
 * has to lie.
 * @param storage of that folder
 * @throws PairlensError HOOK_UNKNOWN, and what {@link compileFolder} throws of the checkpoint
 */
export async function encodeVariant(
  checkpoint: CheckpointFolder,
  options: GraphOptions,
  storage: WeightStorage = 'float32',
): Promise<Uint8Array> {
  return encode(compile(checkpoint, await indexTensors(checkpoint), { options, storage }));
}

function compile(
  { folder, config }: CheckpointFolder,
  tensors: TensorIndex,
  { options = PLAIN_GRAPH, storage }: { readonly options?: GraphOptions; readonly storage: WeightStorage },
): CompiledModel {
  return aboutModel(folder, () => compileCheckpoint(config, tensors, options, storage));
}

function encode({ graph }: CompiledModel): Uint8Array {
  return encodeModel(graph, {
    externalFile: WEIGHTS_FILE,
    producerVersion: String(GRAPH_FORMAT_VERSION),
  });
}

function describe(
  { architecture, causal, dimensions, graph, weights, parameterViews }: CompiledModel,
  written: {
    readonly graph: Uint8Array;
    readonly compiledHash: string;
    readonly storage: WeightStorage;
  },
  { configText }: CheckpointFolder,
  weightsHash: string,
): CompiledDescription {
  return {
    formatVersion: GRAPH_FORMAT_VERSION,
    architecture,
    causal,
    dimensions,
    parameters: weights.parameters,
    hooks: graph.outputs.map(({ value, axes }) => ({ name: value.name, axes: [...axes] })),
    weights: [...parameterViews].map(([name, { shape, strides, offset, type }]) => ({
      name,
      shape: [...shape],
      strides: [...strides],
      offset,
      type,
    })),
    storage: written.storage,
    weightsHash,
    configHash: sha256(configText),
    graphHash: sha256(written.graph),
    compiledHash: written.compiledHash,
    weightsBytes: weights.byteLength,
  };
}

/** Onto the disk, not only into its cache: after a power cut a renamed folder must not hold empty files. */
async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  await using handle = await open(path, 'wx');
  await handle.writeFile(content);
  await handle.sync();
}

async function moveIntoPlace(
  temporary: string,
  final: string,
  findOther: () => Promise<FoundCompiled>,
): Promise<void> {
  try {
    await rename(temporary, final);
  } catch (error) {
    // The place is taken: by another process that was quicker, or by a folder that somebody has damaged.
    if (!isTaken(error)) throw error;
    const isOther = (await findOther()).is === 'whole';
    await rm(isOther ? temporary : final, { recursive: true, force: true });
    if (!isOther) await rename(temporary, final);
  }
}

function isTaken(error: unknown): boolean {
  // Windows says EPERM where others say ENOTEMPTY or EEXIST.
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(error) ?? '');
}
