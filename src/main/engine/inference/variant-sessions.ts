/** Sessions of graphs that can replace at some hook points: opened when first needed, the last few kept open. */
import type { Activation } from './hooked-session.ts';
import { KeptOpen } from './kept-open.ts';
import type { Replacements } from './replacement.ts';
import type { ThreadedSession } from './threaded-session.ts';
import type { TokenBatch } from './token-batch.ts';

/** A session holds the weights a second time, as MatMul wants them. */
const KEPT_OPEN = 2;

export class VariantSessions {
  readonly #open: (hooks: ReadonlySet<string>) => Promise<ThreadedSession>;
  readonly #sessions = new KeptOpen<ThreadedSession>({ limit: KEPT_OPEN });

  /** @param open opens the graph that can replace at these hook points */
  constructor(open: (hooks: ReadonlySet<string>) => Promise<ThreadedSession>) {
    this.#open = open;
  }

  /**
   * As {@link ThreadedSession.run}, in the graph that can replace at exactly the hook points of `replacements`.
   * @throws PairlensError also what opening that graph throws
   */
  run(
    batch: TokenBatch,
    hooks: readonly string[],
    replacements: Replacements,
  ): Promise<Map<string, Activation>> {
    const replaceable = new Set(replacements.keys());
    return this.#sessions.use(
      [...replaceable].sort().join('\n'),
      () => this.#open(replaceable),
      (session) => session.run(batch, hooks, replacements),
    );
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }
}
