import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { type Readable, writable } from 'svelte/store';
import { type Channel, ConnectionLost, ConnectionRefused } from './channel.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** There is no connection; the next attempt is at `retryAt` (milliseconds since 1970). */
  | { readonly state: 'lost'; readonly message: string; readonly retryAt: number }
  /** Refused, as for a wrong token; nothing is tried until `retry`. `code` is one of shared/errors. */
  | { readonly state: 'refused'; readonly code: string; readonly message: string };

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;

/** Milliseconds to wait after the nth failure in a row (from 0): doubling, to a ceiling. */
export function retryDelay(failures: number): number {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures);
}

/**
 * A link that connects again when its channel is lost. A call goes over the open channel, or waits for the next attempt
 * to open one. Calls that are under way when a channel is lost fail with {@link ConnectionLost}; whether they may be repeated,
 * only the caller knows.
 */
export class ReconnectingLink implements ClientLink<ClientContext> {
  readonly #open: () => Promise<Channel>;
  readonly #gone = new WeakSet<Channel>();
  readonly #state = writable<Connection>({ state: 'connecting' });
  readonly connection: Readable<Connection> = { subscribe: this.#state.subscribe };
  /** The channel that is open, being opened, or opened next after a wait; null before the first. */
  #channel: Promise<Channel> | null = null;
  #failures = 0;
  /** Calls fail at once with the refusal until somebody tries again. */
  #isRefused = false;
  /** Ends the wait before the next attempt. */
  #wake: (() => void) | null = null;

  constructor(open: () => Promise<Channel>) {
    this.#open = open;
  }

  /** Tries at once instead of waiting, also after a refusal: what a "Try again" button does. */
  retry(): void {
    if (this.#wake) this.#wake();
    else if (!this.#channel || this.#isRefused) this.#connect().catch(() => undefined); // the state tells the outcome
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    const channel = await (this.#channel ?? this.#connect());
    options.signal?.throwIfAborted();
    try {
      return await channel.link.call(path, input, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw this.#gone.has(channel) ? new ConnectionLost({ cause: error }) : error;
    }
  }

  #connect(): Promise<Channel> {
    this.#wake = null;
    this.#isRefused = false;
    this.#state.set({ state: 'connecting' });
    const attempt = this.#open();
    this.#channel = attempt;
    attempt.then(
      (channel) => {
        this.#failures = 0;
        this.#state.set({ state: 'open' });
        void channel.closed.then(() => {
          this.#gone.add(channel);
          if (this.#channel === attempt) this.#lost('The connection to the engine was lost.');
        });
      },
      (error: unknown) => {
        if (this.#channel !== attempt) return;
        if (error instanceof ConnectionRefused) this.#refused(error);
        else this.#lost(error instanceof Error ? error.message : String(error));
      },
    );
    return attempt;
  }

  #lost(message: string): void {
    const delay = retryDelay(this.#failures++);
    this.#state.set({ state: 'lost', message, retryAt: Date.now() + delay });
    const due = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#channel = due.then(() => this.#connect());
    // Calls that wait get the outcome. Where none waits, only the state tells it.
    this.#channel.catch(() => undefined);
  }

  #refused({ code, message }: ConnectionRefused): void {
    this.#isRefused = true;
    this.#state.set({ state: 'refused', code, message });
  }
}
