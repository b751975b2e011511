/**
 * A session in a thread of its own: while a batch is computed, the engine measures and stores the one before, and
 * answers the screen.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Device } from '../../../shared/device-names.ts';
import { type ErrorRecord, PairlensError } from '../../../shared/errors.ts';
import { projectRoot } from '../paths.ts';
import type { Activation, AxesOfHooks } from './hooked-session.ts';
import './no-telemetry.ts';
import type { RunInputs } from './run-inputs.ts';
import type { FromSession, GraphSource, SessionData, ToSession } from './session-messages.ts';
import type { TokenBatch, TokenLimits } from './token-batch.ts';

interface Waiting {
  readonly resolve: (activations: Map<string, Activation>) => void;
  readonly reject: (error: Error) => void;
}

export class ThreadedSession {
  /** Of every hook point, in the order of computation. */
  readonly axes: AxesOfHooks;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended = false;

  private constructor(worker: Worker, axes: AxesOfHooks) {
    this.#worker = worker;
    this.axes = axes;
    worker.on('message', (message: FromSession) => this.#receive(message));
    worker.on('error', (error: Error) => this.#end(error));
    worker.on('exit', () => this.#end(new Error('the thread of the model has ended')));
    // An idle thread keeps no program from ending; one that computes does.
    worker.unref();
  }

  /**
   * @param entry the thread's file
   * @throws PairlensError MODEL_INVALID when ONNX Runtime refuses the file; DEVICE_FAILED when a device does;
   *   INFERENCE_FAILED when the thread ends first
   */
  static async open(
    graph: GraphSource,
    limits: TokenLimits,
    device: Device = 'cpu',
    entry = threadEntry(),
  ): Promise<ThreadedSession> {
    const worker = new Worker(entry, {
      workerData: { graph, limits, device } satisfies SessionData,
      // Flags of the program (as of a script given by --eval) are not the thread's.
      execArgv: [],
    });
    const first = await new Promise<FromSession>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(
          new PairlensError(
            'INFERENCE_FAILED',
            `the thread of the model ended before the model was open (exit code ${code})`,
            { code },
          ),
        ),
      );
    });
    if (first.type === 'open') return new ThreadedSession(worker, first.axes);
    await worker.terminate();
    throw first.type === 'not-open'
      ? errorOf(first.failure)
      : new Error(`a session began with ${first.type}`);
  }

  /**
   * Runs a batch; rows are padded on the right to the longest. Batches that are sent before the one in hand is done wait
   * for it.
   * @returns by hook name, in the order asked for
   * @throws PairlensError HOOK_UNKNOWN, INPUT_INVALID, SENTENCE_TOO_LONG, INFERENCE_FAILED
   */
  run(batch: TokenBatch, hooks: readonly string[], inputs: RunInputs = {}): Promise<Map<string, Activation>> {
    if (this.#ended)
      return Promise.reject(new PairlensError('INFERENCE_FAILED', 'the model has been closed'));
    const id = ++this.#lastId;
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: 'run', id, batch, hooks, inputs });
    });
  }

  /** Returns when the batches that were sent are done and the thread has ended. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#worker.ref();
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#send({ type: 'close' });
    await exited;
  }

  #send(message: ToSession): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromSession): void {
    if (message.type === 'open' || message.type === 'not-open') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (message.type === 'done') waiting?.resolve(new Map(message.activations));
    else waiting?.reject(errorOf(message.failure));
  }

  #end(cause: Error): void {
    this.#ended = true;
    const error = new PairlensError('INFERENCE_FAILED', `the model stopped: ${cause.message}`, {}, cause);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./session-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'session-thread.js');
}

function errorOf({ code, message, details }: ErrorRecord): PairlensError {
  return new PairlensError(code, message, { ...details });
}
