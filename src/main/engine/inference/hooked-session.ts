/** A compiled model in ONNX Runtime, run for the hook points that are asked for. */
import { distance } from 'fastest-levenshtein';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { PairlensError } from '../../../shared/errors.ts';
import { padBatch, type TokenBatch, type TokenLimits } from './token-batch.ts';

/** Values of a hook point, row-major. */
export interface Activation {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  enableCpuMemArena: true,
  // Patterns are kept for every shape that was ever run; batches have many shapes, and memory must not grow.
  enableMemPattern: false,
  // Threads that wait for the next run must not burn the processor: the caller needs it between runs.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
  // Errors only: they come back as exceptions, too.
  logSeverityLevel: 3,
};

export class HookedSession {
  readonly hooks: readonly string[];
  readonly #session: InferenceSession;
  readonly #limits: TokenLimits;

  private constructor(session: InferenceSession, limits: TokenLimits) {
    this.#session = session;
    this.#limits = limits;
    this.hooks = session.outputNames;
  }

  /** @throws PairlensError MODEL_INVALID when ONNX Runtime refuses the file */
  static async open(graphPath: string, limits: TokenLimits): Promise<HookedSession> {
    try {
      return new HookedSession(await InferenceSession.create(graphPath, SESSION_OPTIONS), limits);
    } catch (error) {
      throw new PairlensError(
        'MODEL_INVALID',
        `ONNX Runtime cannot open ${graphPath}: ${reason(error)}`,
        {},
        error,
      );
    }
  }

  /**
   * Runs a batch; rows are padded on the right to the longest. Only the hook points asked for are fetched. Blocks the
   * thread while it computes.
   * @returns by hook name, in the order asked for
   * @throws PairlensError HOOK_UNKNOWN, INPUT_INVALID, SENTENCE_TOO_LONG, INFERENCE_FAILED
   */
  async run(batch: TokenBatch, hooks: readonly string[]): Promise<Map<string, Activation>> {
    checkHooks(hooks, this.hooks);
    const { rows, length, ...inputs } = padBatch(batch, this.#limits);
    const available: Readonly<Record<string, BigInt64Array>> = {
      input_ids: inputs.inputIds,
      attention_mask: inputs.attentionMask,
      token_type_ids: inputs.tokenTypeIds,
    };
    const feeds = Object.fromEntries(
      this.#session.inputNames.map((name) => [
        name,
        new Tensor('int64', available[name] ?? [], [rows, length]),
      ]),
    );
    try {
      const results = hooks.length > 0 ? await this.#session.run(feeds, [...new Set(hooks)]) : {};
      return new Map(hooks.map((hook) => [hook, activation(hook, results[hook])]));
    } catch (error) {
      if (error instanceof PairlensError) throw error;
      throw new PairlensError(
        'INFERENCE_FAILED',
        `ONNX Runtime failed on a batch [${rows}, ${length}]: ${reason(error)}`,
        {},
        error,
      );
    }
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function activation(hook: string, tensor: Tensor | undefined): Activation {
  if (!(tensor?.data instanceof Float32Array))
    throw new PairlensError('INFERENCE_FAILED', `ONNX Runtime gave no float32 values for ${hook}`);
  return { dims: tensor.dims, data: tensor.data };
}

const SUGGESTIONS = 3;

/** @throws PairlensError HOOK_UNKNOWN naming the nearest hook points */
function checkHooks(asked: readonly string[], known: readonly string[]): void {
  for (const hook of asked) {
    if (known.includes(hook)) continue;
    const nearest = known.toSorted((a, b) => remoteness(hook, a) - remoteness(hook, b)).slice(0, SUGGESTIONS);
    throw new PairlensError(
      'HOOK_UNKNOWN',
      `unknown hook point "${hook}"; the nearest are ${nearest.join(', ')}`,
      {
        ...{ hook, nearest, known },
      },
    );
  }
}

/** 0 for a name that lacks only its beginning, else the number of edits between the two. */
function remoteness(asked: string, known: string): number {
  return known.endsWith(`.${asked}`) ? 0 : distance(asked, known);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
