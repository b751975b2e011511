/** Work that several wait for: who leaves does not end it for the others, and it is stopped when the last one has left. */
import { expectWanted } from './until-cancelled.ts';

export class SharedWork<Answer> {
  readonly #stop = new AbortController();
  readonly #answer: Promise<Answer>;
  #waiting = 0;
  #isPending = true;
  #hasFailed = false;

  /** @param make begins at once; the signal says that nobody waits any more */
  constructor(make: (signal: AbortSignal) => Promise<Answer>) {
    this.#answer = make(this.#stop.signal);
    this.#answer.then(
      () => {
        this.#isPending = false;
      },
      () => {
        this.#isPending = false;
        this.#hasFailed = true;
      },
    );
  }

  /** It has ended, in whichever way. */
  get isOver(): boolean {
    return !this.#isPending || this.#stop.signal.aborted;
  }

  /** It failed or was stopped: whoever asks next has to begin anew. */
  get hasNoAnswer(): boolean {
    return this.#hasFailed || this.#stop.signal.aborted;
  }

  /**
   * The last one who leaves waits until the work has ended, so that nothing of it goes on.
   * @throws PairlensError CANCELLED when the signal is aborted; what the work throws
   */
  async wait(signal?: AbortSignal): Promise<Answer> {
    this.#waiting++;
    const left = Promise.withResolvers<null>();
    const leave = () => left.resolve(null);
    signal?.addEventListener('abort', leave);
    try {
      await Promise.race([this.#answer, left.promise]);
      expectWanted(signal);
      return await this.#answer;
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#waiting--;
      if (this.#waiting === 0 && this.#isPending) {
        this.#stop.abort();
        await Promise.allSettled([this.#answer]);
      }
    }
  }
}
