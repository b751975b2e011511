/** An engine process as its shell holds it, whichever way it was spawned. */
import { isErrorCode, PairlensError } from '../../../shared/errors.ts';
import { type EngineOptions, fromEngine, type ToEngine } from './messages.ts';

/** A spawned process, as child_process.fork and Electron's utilityProcess both have it. */
export interface SpawnedProcess<Transfer> {
  post(message: ToEngine, transfer?: Transfer): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `code` is null when a signal ended the process. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

const CLOSE_WITHIN_MS = 15_000;

export class EngineProcess<Transfer> {
  readonly #spawned: SpawnedProcess<Transfer>;
  /** Settles with the exit code when the process has ended. */
  readonly exited: Promise<number | null>;

  private constructor(spawned: SpawnedProcess<Transfer>) {
    this.#spawned = spawned;
    this.exited = new Promise((resolve) => spawned.onExit(resolve));
  }

  /**
   * Has the spawned process open its engine.
   *
   * @throws {PairlensError} what the engine could not be opened for (STORE_NEWER, STORE_BUSY, …)
   */
  static async open<Transfer>(
    spawned: SpawnedProcess<Transfer>,
    options: EngineOptions,
  ): Promise<EngineProcess<Transfer>> {
    const engine = new EngineProcess(spawned);
    const answer = new Promise<void>((resolve, reject) => {
      spawned.onMessage((message) => {
        const parsed = fromEngine.parse(message);
        if (parsed.type === 'ready') return resolve();
        const code = isErrorCode(parsed.code) ? parsed.code : 'INTERNAL';
        reject(new PairlensError(code, parsed.message, parsed.details));
      });
    });
    const early = engine.exited.then((code) => {
      throw new PairlensError('INTERNAL', `The engine process ended at its start (exit code ${code}).`);
    });
    early.catch(() => undefined); // after the start, an exit is told by `exited`
    spawned.post({ type: 'open', options });
    try {
      await Promise.race([answer, early]);
    } catch (error) {
      spawned.kill();
      throw error;
    }
    return engine;
  }

  send(message: ToEngine, transfer?: Transfer): void {
    this.#spawned.post(message, transfer);
  }

  /** Lets the engine close its store; ends the process by force when that takes too long. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#spawned.kill(), CLOSE_WITHIN_MS);
    this.#spawned.post({ type: 'close' });
    await this.exited;
    clearTimeout(timer);
  }
}
