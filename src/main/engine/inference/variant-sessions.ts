/**
 * Sessions of graphs that can replace at some hook points: opened when first needed, the last few kept open. Nobody
 * closes one that somebody else is using.
 */
import type { Activation } from './hooked-session.ts';
import type { Replacements } from './replacement.ts';
import type { ThreadedSession } from './threaded-session.ts';
import type { TokenBatch } from './token-batch.ts';

/** A session holds the weights a second time, as MatMul wants them. */
const KEPT_OPEN = 2;

interface OpenVariant {
  readonly key: string;
  readonly session: Promise<ThreadedSession>;
  users: number;
}

export class VariantSessions {
  readonly #open: (hooks: ReadonlySet<string>) => Promise<ThreadedSession>;
  /** The least recently used first. */
  #variants: OpenVariant[] = [];

  /** @param open opens the graph that can replace at these hook points */
  constructor(open: (hooks: ReadonlySet<string>) => Promise<ThreadedSession>) {
    this.#open = open;
  }

  /**
   * As {@link ThreadedSession.run}, in the graph that can replace at exactly the hook points of `replacements`.
   * @throws PairlensError also what opening that graph throws
   */
  async run(
    batch: TokenBatch,
    hooks: readonly string[],
    replacements: Replacements,
  ): Promise<Map<string, Activation>> {
    const variant = this.#variant(new Set(replacements.keys()));
    variant.users++;
    try {
      const session = await this.#opened(variant);
      return await session.run(batch, hooks, replacements);
    } finally {
      variant.users--;
      await this.#closeOldest();
    }
  }

  async close(): Promise<void> {
    const variants = this.#variants;
    this.#variants = [];
    await closeAll(variants);
  }

  #variant(hooks: ReadonlySet<string>): OpenVariant {
    const key = [...hooks].sort().join('\n');
    const variant = this.#variants.find((other) => other.key === key) ?? {
      key,
      session: this.#open(hooks),
      users: 0,
    };
    this.#variants = [...this.#variants.filter((other) => other !== variant), variant];
    return variant;
  }

  async #opened(variant: OpenVariant): Promise<ThreadedSession> {
    try {
      return await variant.session;
    } catch (error) {
      // What could not be opened now may be there the next time.
      this.#variants = this.#variants.filter((other) => other !== variant);
      throw error;
    }
  }

  async #closeOldest(): Promise<void> {
    const idle = this.#variants.slice(0, -KEPT_OPEN).filter(({ users }) => users === 0);
    this.#variants = this.#variants.filter((variant) => !idle.includes(variant));
    await closeAll(idle);
  }
}

async function closeAll(variants: readonly OpenVariant[]): Promise<void> {
  for (const { session } of variants) await (await session).close();
}
