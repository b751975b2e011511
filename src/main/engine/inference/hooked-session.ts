/** A compiled model in ONNX Runtime, run for the hook points that are asked for. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { LENS_POSITIONS, LENS_TARGETS } from '../../../core/architectures/lens-names.ts';
import { needsTargets, TARGET_IDS } from '../../../core/architectures/logit-names.ts';
import { replacementInputs } from '../../../core/architectures/replacement-names.ts';
import type { Axis } from '../../../core/onnx/graph.ts';
import { messageOf } from '../../../core/errors.ts';
import { DEVICE_TITLES, type Device } from '../../../shared/device-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { checkHooks } from './check-hooks.ts';
import { type LensPlaces, padLensPlaces } from './lens-places.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { release } from './release.ts';
import { noReplacement, type Replacements } from './replacement.ts';
import type { RunInputs, RunStart } from './run-inputs.ts';
import type { GraphSource } from './session-messages.ts';
import { padTargets, type Targets } from './targets.ts';
import { bytesOfRow, joinRows, PART_BYTES, partsOfRows, type RowPart, rowsOf } from './row-parts.ts';
import { sessionOptions } from './session-options.ts';
import { type PaddedBatch, padBatch, type TokenBatch, type TokenLimits } from './token-batch.ts';

/** Values of a hook point, row-major. */
export interface Activation {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** By the name of the hook point, in the order of computation: a size, or a name where only the input decides. */
export type AxesOfHooks = ReadonlyMap<string, readonly Axis[]>;

/** What goes into an input of the graph, row-major. */
type Feed =
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: 'bool'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array };
type Feeds = Readonly<Record<string, Feed>>;

/** What is used of a session of ONNX Runtime. */
export type OrtSession = Pick<
  InferenceSession,
  'inputNames' | 'outputNames' | 'outputMetadata' | 'run' | 'release'
>;

/** Opens a graph on a device; in tests of what a device may do, one that does it. */
export type OpenOrt = (graph: GraphSource, device: Device) => Promise<OrtSession>;

const openOrt: OpenOrt = (graph, device) => {
  if (typeof graph === 'string') return InferenceSession.create(graph, sessionOptions(device));
  const options = sessionOptions(device, graph.keepsHalves);
  if ('path' in graph) return InferenceSession.create(graph.path, options);
  const { session } = options.extra;
  return InferenceSession.create(graph.bytes, {
    ...options,
    extra: {
      ...options.extra,
      session: { ...session, model_external_initializers_file_folder_path: graph.weightsFolder },
    },
  });
};

/** For messages. */
function placeOfGraph(graph: GraphSource): string {
  if (typeof graph === 'string') return graph;
  return 'path' in graph ? graph.path : `a graph over the weights in ${graph.weightsFolder}`;
}

export class HookedSession {
  readonly axes: AxesOfHooks;
  readonly #device: Device;
  readonly #session: OrtSession;
  readonly #limits: TokenLimits;
  readonly #hooks: readonly string[];
  /** The hook points that the graph can replace. */
  readonly #replaceable: readonly string[];
  /** Of one part; on a device whose memory was full, as much as it has room for. */
  #partBytes = PART_BYTES;

  private constructor(session: OrtSession, limits: TokenLimits, device: Device) {
    this.#session = session;
    this.#device = device;
    this.#limits = limits;
    this.axes = new Map(
      session.outputMetadata.map((output) => [output.name, output.isTensor ? output.shape : []]),
    );
    this.#hooks = session.outputNames;
    this.#replaceable = this.#hooks.filter((hook) =>
      session.inputNames.includes(replacementInputs(hook).mask),
    );
  }

  /** @throws PairlensError MODEL_INVALID when ONNX Runtime refuses the file; DEVICE_FAILED when a device does */
  static async open(
    graph: GraphSource,
    limits: TokenLimits,
    device: Device = 'cpu',
    open: OpenOrt = openOrt,
  ): Promise<HookedSession> {
    try {
      return new HookedSession(await open(graph, device), limits, device);
    } catch (error) {
      if (device !== 'cpu') throw deviceFailed(device, 'cannot open the model', error);
      throw new PairlensError(
        'MODEL_INVALID',
        `ONNX Runtime cannot open ${placeOfGraph(graph)}: ${messageOf(error)}`,
        {},
        error,
      );
    }
  }

  /**
   * Runs a batch; rows are padded on the right to the longest. Only the hook points asked for are fetched. A batch that
   * would take much memory goes in parts (row-parts.ts), in more of them where a device has no room for one. Blocks the
   * thread while it computes.
   * @returns by hook name, in the order asked for
   * @throws PairlensError HOOK_UNKNOWN, INPUT_INVALID, SENTENCE_TOO_LONG; INFERENCE_FAILED on the CPU, DEVICE_FAILED on
   *   another device, which may have been at fault itself
   */
  async run(
    batch: TokenBatch,
    hooks: readonly string[],
    { replacements = new Map(), targets, start, lens }: RunInputs = {},
    partBytes = this.#partBytes,
  ): Promise<Map<string, Activation>> {
    checkHooks(hooks, this.#hooks);
    checkHooks(replacements.keys(), this.#replaceable);
    const padded = padBatch(batch, this.#limits);
    const feeds: Feeds = {
      ...this.#tokenFeeds(padded),
      ...this.#replacementFeeds(replacements),
      ...this.#targetFeeds(padded, hooks, targets),
      ...startFeeds(padded, start),
      ...this.#lensFeeds(padded, lens),
    };
    const names = [...new Set(hooks)];
    if (names.length === 0) return new Map();
    try {
      return await this.#runParts(feeds, padded, names, partBytes);
    } catch (error) {
      if (error instanceof PairlensError) throw error;
      const what = `a batch [${padded.rows}, ${padded.length}]`;
      if (this.#device !== 'cpu') throw deviceFailed(this.#device, `failed on ${what}`, error);
      throw new PairlensError(
        'INFERENCE_FAILED',
        `ONNX Runtime failed on ${what}: ${messageOf(error)}`,
        {},
        error,
      );
    }
  }

  /** Where a device has no room for a part, half as much of it at a time, down to a single row. */
  async #runParts(
    feeds: Feeds,
    padded: PaddedBatch,
    names: readonly string[],
    partBytes: number,
  ): Promise<Map<string, Activation>> {
    const parts = partsOfRows(this.axes, padded, partBytes);
    const done: Map<string, Activation>[] = [];
    try {
      for (const part of parts) done.push(await this.#runPart(feeds, padded.rows, part, names));
    } catch (error) {
      for (const part of done) release(part.values());
      const rows = Math.max(...parts.map(({ count }) => count));
      if (this.#device === 'cpu' || rows === 1 || !isOutOfMemory(messageOf(error))) throw error;
      this.#partBytes = bytesOfRow(this.axes, padded.length) * Math.floor(rows / 2);
      return this.#runParts(feeds, padded, names, this.#partBytes);
    }
    return new Map(names.map((hook) => [hook, joined(done.map((part) => ofHook(part, hook)))]));
  }

  async #runPart(
    feeds: Feeds,
    rows: number,
    part: RowPart,
    hooks: readonly string[],
  ): Promise<Map<string, Activation>> {
    const own = Object.entries(feeds).map(([name, feed]) => [name, tensorOf(feed, rows, part)] as const);
    const results = await this.#session.run(Object.fromEntries(own), hooks);
    return new Map(hooks.map((hook) => [hook, activation(hook, results[hook])]));
  }

  #tokenFeeds({ rows, length, ...inputs }: PaddedBatch): Feeds {
    const available: Readonly<Record<string, BigInt64Array>> = {
      input_ids: inputs.inputIds,
      attention_mask: inputs.attentionMask,
      token_type_ids: inputs.tokenTypeIds,
    };
    return Object.fromEntries(
      Object.entries(available)
        .filter(([name]) => this.#session.inputNames.includes(name))
        .map(([name, data]) => [name, { type: 'int64', data, dims: [rows, length] }]),
    );
  }

  #replacementFeeds(replacements: Replacements): Feeds {
    const feeds: Record<string, Feed> = {};
    for (const hook of this.#replaceable) {
      const names = replacementInputs(hook);
      const { mask, values } = replacements.get(hook) ?? noReplacement(this.axes.get(hook)?.length ?? 0);
      feeds[names.mask] = { type: 'bool', ...mask };
      feeds[names.replacement] = { type: 'float32', ...values };
    }
    return feeds;
  }

  #targetFeeds(batch: PaddedBatch, hooks: readonly string[], targets: Targets | undefined): Feeds {
    if (!this.#session.inputNames.includes(TARGET_IDS)) return {};
    const needing = hooks.find(needsTargets);
    if (targets === undefined && needing !== undefined)
      throw new PairlensError('INPUT_INVALID', `${needing} needs the ids whose it is: target_ids`);
    const { rows, length } = batch;
    const none = Array.from({ length: rows }, () => []);
    const { ids, dims } = padTargets(targets ?? none, { rows, length }, this.#limits.vocabularySize);
    return { [TARGET_IDS]: { type: 'int64', data: ids, dims } };
  }

  #lensFeeds(batch: PaddedBatch, lens: LensPlaces | undefined): Feeds {
    if (!this.#session.inputNames.includes(LENS_POSITIONS)) return {};
    if (lens === undefined)
      throw new PairlensError('INPUT_INVALID', 'the logit lens needs to be told where it is read');
    const { positions, targets } = padLensPlaces(lens, batch, this.#limits.vocabularySize);
    return {
      [LENS_POSITIONS]: { type: 'int64', ...positions },
      [LENS_TARGETS]: { type: 'int64', ...targets },
    };
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function deviceFailed(device: Device, what: string, error: unknown): PairlensError {
  return new PairlensError(
    'DEVICE_FAILED',
    `${DEVICE_TITLES[device]} ${what}: ${messageOf(error)}`,
    { device },
    error,
  );
}

function startFeeds({ rows, length }: PaddedBatch, start: RunStart | undefined): Feeds {
  if (start === undefined) return {};
  const { hook, values } = start;
  if (values.dims[0] !== rows || values.dims[1] !== length)
    throw new PairlensError(
      'INPUT_INVALID',
      `${hook} is given as [${values.dims.join(', ')}] to a batch [${rows}, ${length}]`,
    );
  return { [hook]: { type: 'float32', ...values } };
}

function tensorOf(feed: Feed, rows: number, part: RowPart): Tensor {
  switch (feed.type) {
    case 'int64': {
      const { data, dims } = rowsOf(feed, rows, part);
      return new Tensor('int64', data, dims);
    }
    case 'bool': {
      const { data, dims } = rowsOf(feed, rows, part);
      return new Tensor('bool', data, dims);
    }
    case 'float32': {
      const { data, dims } = rowsOf(feed, rows, part);
      return new Tensor('float32', data, dims);
    }
  }
}

function ofHook(part: ReadonlyMap<string, Activation>, hook: string): Activation {
  const found = part.get(hook);
  if (!found) throw new Error(`a part without ${hook}`);
  return found;
}

function joined(parts: readonly Activation[]): Activation {
  const whole = joinRows(parts);
  if (parts.length > 1) release(parts);
  return whole;
}

function activation(hook: string, tensor: Tensor | undefined): Activation {
  if (!(tensor?.data instanceof Float32Array))
    throw new PairlensError('INFERENCE_FAILED', `ONNX Runtime gave no float32 values for ${hook}`);
  return { dims: tensor.dims, data: tensor.data };
}
