/**
 * Sessions of graphs that can replace at some hook points, give scores of the logits, or begin at a block: opened when first
 * needed, the last few kept open.
 */
import { streamOfLensOutput } from '../../../core/architectures/lens-names.ts';
import { isLogitOutput } from '../../../core/architectures/logit-names.ts';
import { isNormOutput } from '../../../core/architectures/norm-names.ts';
import { type GraphOptions, PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import { variantKey } from './graph-variant.ts';
import type { Activation } from './hooked-session.ts';
import { KeptOpen } from './kept-open.ts';
import type { RunInputs } from './run-inputs.ts';
import type { Session } from './session-pool.ts';
import type { TokenBatch } from './token-batch.ts';

/** Whether their sessions are open just now is the pool's affair. */
const KEPT_OPEN = 2;

export class VariantSessions {
  readonly #open: (options: GraphOptions) => Promise<Session>;
  readonly #sessions = new KeptOpen<Session>({ limit: KEPT_OPEN });

  /** @param open opens the graph that can do exactly this */
  constructor(open: (options: GraphOptions) => Promise<Session>) {
    this.#open = open;
  }

  /**
   * As ThreadedSession.run, in the graph that can replace at exactly the hook points of `replacements`.
   * @param hooks hook points, and scores of the logits (core/architectures/logit-names.ts); or what the logit lens gives
   *   (core/architectures/lens-names.ts), beside which there are no hook points
   * @throws PairlensError also what opening that graph throws
   */
  run(batch: TokenBatch, hooks: readonly string[], inputs: RunInputs): Promise<Map<string, Activation>> {
    const outputs = hooks.filter(isLogitOutput);
    const norms = hooks.filter(isNormOutput);
    const lens = new Set(hooks.flatMap((name) => streamOfLensOutput(name) ?? []));
    const options: GraphOptions = {
      replaceable: new Set(inputs.replacements?.keys()),
      logitOutputs: outputs.length > 0 ? new Set(outputs) : PLAIN_GRAPH.logitOutputs,
      ...(norms.length > 0 && {
        logitOutputs: new Set(outputs),
        norms: { outputs: new Set(norms), hooks: new Set(hooks.filter((name) => !isNormOutput(name))) },
      }),
      ...(inputs.start && {
        // What is not asked for is not computed: no logits, unless they are.
        logitOutputs: new Set(outputs),
        from: {
          hook: inputs.start.hook,
          hooks: new Set(hooks.filter((name) => !isNormOutput(name))),
        },
      }),
      ...(lens.size > 0 && { logitOutputs: new Set(outputs), lens }),
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
