/** One forward pass with interventions. */
import type { Activation } from '../inference/hooked-session.ts';
import { checkHooks } from '../inference/check-hooks.ts';
import { noReplacement, type Replacement } from '../inference/replacement.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Intervention } from './intervention.ts';
import { realTokens } from './real-tokens.ts';
import { type Numbered, replacementOf } from './replacement-of.ts';
import { siteOf } from './site.ts';

export interface InterventionOptions {
  /**
   * More hook points that the graph can replace. Runs that intervene at changing places, one after the other, name all
   * of these each time: then one graph serves them all.
   */
  readonly among?: readonly string[];
}

/**
 * Runs a batch with all interventions together: each sees the effect of those that come before it in the model. Of
 * several at one hook point the later in the list counts where they overlap. What is read at a hook point is the value
 * after the interventions there. No interventions: the plain run.
 * @returns by hook name, in the order asked for
 * @throws PairlensError BAD_REQUEST naming the intervention that does not fit; HOOK_UNKNOWN; as LoadedModel.run
 */
export async function runWithInterventions(
  model: Pick<LoadedModel, 'run' | 'runReplacing' | 'dimensions' | 'hooks' | 'axes'>,
  batch: TokenBatch,
  interventions: readonly Intervention[],
  hooks: readonly string[],
  { among = [] }: InterventionOptions = {},
): Promise<Map<string, Activation>> {
  const asked = new Set([...interventions.map(({ hook }) => hook), ...among]);
  checkHooks(asked, model.hooks);
  if (asked.size === 0) return model.run(batch, hooks);

  const tokens = realTokens(batch, model.dimensions);
  // In the order of computation, so that a mean is taken of what the replacements before it have led to.
  const replaced = model.hooks.filter((hook) => asked.has(hook));
  const replacements = new Map<string, Replacement>(
    replaced.map((hook) => [hook, noReplacement(model.axes.get(hook)?.length ?? 0)]),
  );
  const numbered = interventions.map((intervention, index): Numbered => ({ ...intervention, index }));
  for (const hook of replaced) {
    const own = numbered.filter((intervention) => intervention.hook === hook);
    const current = own.some(({ value }) => value.kind === 'mean')
      ? await model.runReplacing(batch, [hook], replacements)
      : new Map<string, Activation>();
    const site = siteOf(hook, model.axes.get(hook) ?? [], tokens);
    replacements.set(hook, replacementOf(site, own, current.get(hook) ?? null));
  }
  return model.runReplacing(batch, hooks, replacements);
}
