/**
 * The compiled form of a checkpoint: `<home>/models/<key>/` with graph.onnx, weights.data and model.json. The key says
 * which weights, which config and which version of the compiler it was made from, so a folder never goes stale; it
 * appears by a rename, whole or not at all.
 */
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CompiledModel } from '../../../core/architectures/architecture.ts';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import { type GraphOptions, PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import { ParameterView } from '../../../core/architectures/parameter-view.ts';
import type { TensorIndex } from '../../../core/checkpoints/tensor-index.ts';
import { encodeModel } from '../../../core/onnx/encode.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { isMissingFile, readFailure, systemCode, writeFailure } from '../files/failures.ts';
import { aboutModel } from './about-model.ts';
import { sha256 } from '../files/hashing.ts';
import { indexTensors } from '../checkpoints/stored-tensors.ts';
import { makeUnfinished, removeUnfinished } from './unfinished-folders.ts';
import { type WeightsWriting, writeWeights } from './weights-file.ts';

/** Goes up whenever the graphs or the files change, so that older folders are not taken for current ones. */
const GRAPH_FORMAT_VERSION = 3;

const GRAPH_FILE = 'graph.onnx';
const WEIGHTS_FILE = 'weights.data';
const DESCRIPTION_FILE = 'model.json';

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
  /** Where each parameter lies in the weights file; strides and offset in numbers, of 4 bytes each. */
  weights: z.array(
    z.object({ name: z.string(), shape: z.array(count), strides: z.array(count), offset: count }),
  ),
  weightsHash: z.string(),
  configHash: z.string(),
  graphHash: z.string(),
  weightsBytes: count,
});
type CompiledDescription = z.output<typeof description>;

export interface CompiledFolder {
  readonly graphPath: string;
  readonly weightsPath: string;
  /** Where the parameters lie in the weights file, by their TransformerLens names. */
  readonly parameterViews: ReadonlyMap<string, ParameterView>;
  readonly description: CompiledDescription;
}

function compiledFolder(folder: string, details: CompiledDescription): CompiledFolder {
  return {
    graphPath: join(folder, GRAPH_FILE),
    weightsPath: join(folder, WEIGHTS_FILE),
    parameterViews: new Map(
      details.weights.map(({ name, shape, strides, offset }) => [
        name,
        new ParameterView(shape, strides, offset),
      ]),
    ),
    description: details,
  };
}

/** Name of the folder for these weights and this config. */
function compiledKey(weightsHash: string, configText: string): string {
  return `${weightsHash.slice(0, 16)}-${sha256(configText).slice(0, 8)}-${GRAPH_FORMAT_VERSION}`;
}

/** The compiled folder, or null when there is none that is whole. */
export async function findCompiled(
  modelsFolder: string,
  checkpoint: Pick<CheckpointFolder, 'configText'>,
  weightsHash: string,
): Promise<CompiledFolder | null> {
  const folder = join(modelsFolder, compiledKey(weightsHash, checkpoint.configText));
  try {
    const parsed = description.safeParse(JSON.parse(await readFile(join(folder, DESCRIPTION_FILE), 'utf8')));
    const graph = await readFile(join(folder, GRAPH_FILE));
    const { size } = await stat(join(folder, WEIGHTS_FILE));
    if (!parsed.success) return null;
    const details = parsed.data;
    const isWhole = details.graphHash === sha256(graph) && details.weightsBytes === size;
    const isOfCheckpoint =
      details.weightsHash === weightsHash && details.configHash === sha256(checkpoint.configText);
    return isWhole && isOfCheckpoint ? compiledFolder(folder, details) : null;
  } catch (error) {
    if (error instanceof SyntaxError || isMissingFile(error)) return null;
    throw readFailure(folder, error);
  }
}

/**
 * Compiles a checkpoint, or finds that another process has just done so.
 * @throws PairlensError MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID, FILE_UNREADABLE;
 *   DISK_FULL, FILE_UNWRITABLE, and when the signal says so (nothing is left behind)
 */
export async function compileFolder(
  modelsFolder: string,
  checkpoint: CheckpointFolder,
  weightsHash: string,
  writing: WeightsWriting = {},
): Promise<CompiledFolder> {
  const tensors = await indexTensors(checkpoint);
  const compiled = compile(checkpoint, tensors);
  const final = join(modelsFolder, compiledKey(weightsHash, checkpoint.configText));

  await removeUnfinished(modelsFolder);
  const temporary = makeUnfinished(modelsFolder);
  try {
    const graph = encode(compiled);
    const details = describe(compiled, graph, checkpoint, weightsHash);
    await writeWeights(join(temporary, WEIGHTS_FILE), compiled.weights, tensors, writing);
    await writeDurably(join(temporary, GRAPH_FILE), graph);
    await writeDurably(join(temporary, DESCRIPTION_FILE), `${JSON.stringify(details, null, 2)}\n`);
    await moveIntoPlace(temporary, final, () => findCompiled(modelsFolder, checkpoint, weightsHash));
    return compiledFolder(final, details);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw writeFailure(final, error);
  }
}

/**
 * The bytes of a graph that can do something else than be read. It reads the weights of the compiled folder, in which it
 * has to lie.
 * @throws PairlensError HOOK_UNKNOWN, and what {@link compileFolder} throws of the checkpoint
 */
export async function encodeVariant(
  checkpoint: CheckpointFolder,
  options: GraphOptions,
): Promise<Uint8Array> {
  return encode(compile(checkpoint, await indexTensors(checkpoint), options));
}

function compile(
  { folder, config }: CheckpointFolder,
  tensors: TensorIndex,
  options: GraphOptions = PLAIN_GRAPH,
): CompiledModel {
  return aboutModel(folder, () => compileCheckpoint(config, tensors, options));
}

function encode({ graph }: CompiledModel): Uint8Array {
  return encodeModel(graph, {
    externalFile: WEIGHTS_FILE,
    producerVersion: String(GRAPH_FORMAT_VERSION),
  });
}

function describe(
  { architecture, causal, dimensions, graph, weights, parameterViews }: CompiledModel,
  graphBytes: Uint8Array,
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
    weights: [...parameterViews].map(([name, { shape, strides, offset }]) => ({
      name,
      shape: [...shape],
      strides: [...strides],
      offset,
    })),
    weightsHash,
    configHash: sha256(configText),
    graphHash: sha256(graphBytes),
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
  findOther: () => Promise<CompiledFolder | null>,
): Promise<void> {
  try {
    await rename(temporary, final);
  } catch (error) {
    // The place is taken: by another process that was quicker, or by a folder that somebody has damaged.
    if (!isTaken(error)) throw error;
    const isOther = (await findOther()) !== null;
    await rm(isOther ? temporary : final, { recursive: true, force: true });
    if (!isOther) await rename(temporary, final);
  }
}

function isTaken(error: unknown): boolean {
  // Windows says EPERM where others say ENOTEMPTY or EEXIST.
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(error) ?? '');
}
