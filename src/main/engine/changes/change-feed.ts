/** Tells every window what another one changed, so that all that show a workspace are in step. */
import type { ContractPart } from '../../../shared/changes.ts';
import { ProgressFeed } from '../jobs/progress-feed.ts';

/** The connection of a window, by its own number; undefined for calls that come through none. */
export type Caller = symbol | undefined;

interface Change {
  readonly part: ContractPart;
  readonly by: Caller;
}

export class ChangeFeed {
  /** A window that is slow is told once of what the same other one changed several times. */
  readonly #feed = new ProgressFeed<Change>({
    keyOf: ({ part, by }) => `${part} ${by?.description ?? ''}`,
    isActive: () => false,
  });

  tell(parts: readonly ContractPart[], by: Caller): void {
    for (const part of parts) this.#feed.publish({ part, by });
  }

  /** What others than `listener` change, from this call on. */
  async *listen(listener: Caller, signal?: AbortSignal): AsyncGenerator<ContractPart, void, void> {
    for await (const { part, by } of this.#feed.listen(signal))
      if (by === undefined || by !== listener) yield part;
  }

  /** Ends every listener. */
  close(): void {
    this.#feed.close();
  }
}
