/** The graphs over the weights of a compiled model: the one that was compiled with it, others made when they are first needed. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { type GraphOptions, PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import type { Precision, RanOn } from '../../../shared/devices.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import type { StoredGraph } from '../devices/device-messages.ts';
import type { DeviceGraph, DeviceGraphs } from '../devices/devices.ts';
import { readFailure } from '../files/failures.ts';
import { sha256 } from '../files/hashing.ts';
import { graphVariant } from '../inference/graph-variant.ts';
import { type CompiledFolder, encodeVariant } from './compiled-folder.ts';

/** What it is for: the CPU casts weights when their turn comes, a device does what it was found to do. */
type Computing = Pick<RanOn, 'device' | 'precision'>;

export class ModelGraphs {
  /** What the CPU computes: the graph that is read, and replaces nothing. */
  readonly compiled: StoredGraph;
  readonly #checkpoint: CheckpointFolder;
  readonly #folder: CompiledFolder;

  constructor(checkpoint: CheckpointFolder, folder: CompiledFolder) {
    this.#checkpoint = checkpoint;
    this.#folder = folder;
    this.compiled = { path: folder.graphPath, keepsHalves: this.#hasHalves };
  }

  /** The graph that is read, and replaces nothing. @throws PairlensError as graphVariant */
  plain(on: Computing): Promise<StoredGraph> {
    return this.#halvesOn(on) === undefined ? Promise.resolve(this.compiled) : this.variant(PLAIN_GRAPH, on);
  }

  /** The graph that can do exactly this. @throws PairlensError as graphVariant */
  variant(options: GraphOptions, on: Computing): Promise<StoredGraph> {
    const { graphPath, description } = this.#folder;
    const halves = this.#halvesOn(on);
    const own: GraphOptions = halves === undefined ? options : { ...options, halves };
    const encode = () => encodeVariant(this.#checkpoint, own, description.storage);
    return graphVariant(dirname(graphPath), own, encode, this.#hasHalves && halves === undefined);
  }

  /**
   * What a device may compute, in the order in which it is tried: what takes less of its memory comes first. bfloat16 has a range
   * that float16 has not, and devices without it: such weights are float32 there.
   * @throws PairlensError as graphVariant
   */
  async forDevice(): Promise<DeviceGraphs> {
    const types = new Set([...this.#folder.parameterViews.values()].map(({ type }) => type));
    const [first, ...others]: readonly [Precision, ...Precision[]] =
      types.has('float16') && !types.has('bfloat16')
        ? ['float16', 'float16-weights', 'float32']
        : ['float32'];
    const graphOf = async (precision: Precision): Promise<DeviceGraph> => {
      const file = await this.plain({ device: 'webgpu', precision });
      return { precision, file, hash: 'path' in file ? await hashOf(file.path) : sha256(file.bytes) };
    };
    return [await graphOf(first), ...(await Promise.all(others.map(graphOf)))];
  }

  get #hasHalves(): boolean {
    return this.#folder.description.storage === 'halves';
  }

  #halvesOn({ device, precision }: Computing): GraphOptions['halves'] {
    if (!this.#hasHalves || device === 'cpu' || precision === 'float16-weights') return undefined;
    return precision === 'float16' ? 'multiplied' : 'cast at once';
  }
}

/** At which hook points a device is held against the CPU: patterns, and what leaves the last layer and the model. */
export function comparedHooks(hooks: readonly { readonly name: string }[]): {
  readonly patterns: readonly string[];
  readonly vectors: readonly string[];
} {
  const names = hooks.map(({ name }) => name);
  return {
    patterns: names.filter((name) => name.endsWith('.hook_pattern')),
    vectors: names.filter((name) => name === 'resid_final' || name === LOGITS),
  };
}

async function hashOf(path: string): Promise<string> {
  try {
    return sha256(await readFile(path));
  } catch (error) {
    throw readFailure(path, error);
  }
}
