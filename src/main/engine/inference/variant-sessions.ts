/**
 * Sessions of graphs that can replace at some hook points, or give scores of the logits: opened when first needed, the
 * last few kept open.
 */
import { isLogitOutput } from '../../../core/architectures/logits.ts';
import { type GraphOptions, PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import { variantKey } from './graph-variant.ts';
import type { Activation } from './hooked-session.ts';
import { KeptOpen } from './kept-open.ts';
import type { RunInputs } from './run-inputs.ts';
import type { ThreadedSession } from './threaded-session.ts';
import type { TokenBatch } from './token-batch.ts';

/** A session holds the weights a second time, as MatMul wants them. */
const KEPT_OPEN = 2;

export class VariantSessions {
  readonly #open: (options: GraphOptions) => Promise<ThreadedSession>;
  readonly #sessions = new KeptOpen<ThreadedSession>({ limit: KEPT_OPEN });

  /** @param open opens the graph that can do exactly this */
  constructor(open: (options: GraphOptions) => Promise<ThreadedSession>) {
    this.#open = open;
  }

  /**
   * As {@link ThreadedSession.run}, in the graph that can replace at exactly the hook points of `replacements`.
   * @param hooks hook points, and scores of the logits (core/architectures/logits.ts)
   * @throws PairlensError also what opening that graph throws
   */
  run(batch: TokenBatch, hooks: readonly string[], inputs: RunInputs): Promise<Map<string, Activation>> {
    const outputs = hooks.filter(isLogitOutput);
    const options: GraphOptions = {
      replaceable: new Set(inputs.replacements?.keys()),
      logitOutputs: outputs.length > 0 ? new Set(outputs) : PLAIN_GRAPH.logitOutputs,
    };
    return this.#sessions.use(
      variantKey(options),
      () => this.#open(options),
      (session) => session.run(batch, hooks, inputs),
    );
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }
}
