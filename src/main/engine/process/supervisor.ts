import { PairlensError } from '../../../shared/errors.ts';
import type { EngineProcess } from './engine-process.ts';

const MOST_CRASHES = 3;
const WITHIN_MS = 60_000;

/**
 * Keeps one engine process there for whoever asks. When it ends by itself, it says so and starts another for the next
 * who asks; an engine that crashes again and again is left down, with a message that says so.
 */
export class EngineSupervisor<Transfer> {
  readonly #start: () => Promise<EngineProcess<Transfer>>;
  readonly #say: (text: string) => void;
  #engine: Promise<EngineProcess<Transfer>> | null = null;
  /** When the engine crashed, in milliseconds of performance.now(). */
  #crashes: number[] = [];
  #closing = false;

  constructor(start: () => Promise<EngineProcess<Transfer>>, say: (text: string) => void) {
    this.#start = start;
    this.#say = say;
  }

  /**
   * The engine, started when it is not there.
   *
   * @throws {PairlensError} why it cannot be opened, or that it keeps crashing
   */
  get(): Promise<EngineProcess<Transfer>> {
    if (this.#closing) return Promise.reject(new PairlensError('INTERNAL', 'Pairlens is closing.'));
    this.#engine ??= this.#started();
    return this.#engine;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const engine = await this.#engine?.catch(() => null);
    await engine?.close();
  }

  async #started(): Promise<EngineProcess<Transfer>> {
    try {
      this.#refuseAfterManyCrashes();
      const engine = await this.#start();
      void engine.exited.then((code) => this.#ended(code));
      return engine;
    } catch (error) {
      this.#engine = null;
      throw error;
    }
  }

  #refuseAfterManyCrashes(): void {
    this.#crashes = this.#crashes.filter((at) => performance.now() - at < WITHIN_MS);
    if (this.#crashes.length < MOST_CRASHES) return;
    throw new PairlensError(
      'INTERNAL',
      `The engine stopped ${this.#crashes.length} times within a minute. What was stored is safe; wait a minute or start Pairlens again.`,
    );
  }

  #ended(code: number | null): void {
    if (this.#closing) return;
    this.#engine = null;
    this.#crashes.push(performance.now());
    this.#say(
      `The engine stopped unexpectedly (${code === null ? 'killed' : `exit code ${code}`}); it is started again when the screen asks for it.`,
    );
  }
}
