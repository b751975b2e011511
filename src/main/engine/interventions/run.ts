/** One forward pass with interventions: the same in every row, or each row's own. */
import type { Activation } from '../inference/hooked-session.ts';
import { checkHooks } from '../inference/check-hooks.ts';
import { noReplacement, type Replacement } from '../inference/replacement.ts';
import type { Targets } from '../inference/targets.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Intervention } from './intervention.ts';
import { realTokens, rowTokens } from './real-tokens.ts';
import { type Numbered, replacementOf } from './replacement-of.ts';
import { siteOf } from './site.ts';
import { rowOf, stackRows } from './stack-rows.ts';

export interface InterventionOptions {
  /**
   * More hook points that the graph can replace. Runs that intervene at changing places, one after the other, name all
   * of these each time: then one graph serves them all.
   */
  readonly among?: readonly string[];
  /** The ids whose chosen_logits or loss are read. */
  readonly targets?: Targets;
}

export interface RowOptions extends InterventionOptions {
  /** What the first row is called in messages, where the batch is a part of more; 0 without. */
  readonly firstRow?: number;
}

export type InterventionModel = Pick<LoadedModel, 'run' | 'runVariant' | 'dimensions' | 'hooks' | 'axes'>;

/**
 * Runs a batch with all interventions together: each sees the effect of those that come before it in the model. Of
 * several at one hook point the later in the list counts where they overlap. What is read at a hook point is the value
 * after the interventions there. No interventions: the plain run.
 * @param hooks hook points, and scores of the logits (core/architectures/logit-names.ts)
 * @returns by hook name, in the order asked for
 * @throws PairlensError BAD_REQUEST naming the intervention that does not fit; HOOK_UNKNOWN; as LoadedModel.runVariant
 */
export async function runWithInterventions(
  model: InterventionModel,
  batch: TokenBatch,
  interventions: readonly Intervention[],
  hooks: readonly string[],
  options: InterventionOptions = {},
): Promise<Map<string, Activation>> {
  const tokens = realTokens(batch, model.dimensions);
  const numbered = numberedOf(interventions);
  return runReplacing(model, batch, numbered, hooks, options, (hook, current) =>
    replacementOf(siteOf(hook, model.axes.get(hook) ?? [], tokens), at(hook, numbered), current),
  );
}

/**
 * As {@link runWithInterventions}, with interventions of its own for each row: what is put in, and what was recorded, has
 * one row. Each row gives what it gives alone (to 1e-6).
 * @param rows as many as the batch has
 * @throws PairlensError as runWithInterventions; what is wrong with an intervention is said with its row
 */
export async function runRowsWithInterventions(
  model: InterventionModel,
  batch: TokenBatch,
  rows: readonly (readonly Intervention[])[],
  hooks: readonly string[],
  { firstRow = 0, ...options }: RowOptions = {},
): Promise<Map<string, Activation>> {
  const tokens = realTokens(batch, model.dimensions);
  if (rows.length !== tokens.rows)
    throw new Error(`interventions for ${rows.length} rows, and a batch of ${tokens.rows}`);
  const numbered = rows.map((interventions, row) => numberedOf(interventions, firstRow + row));
  return runReplacing(model, batch, numbered.flat(), hooks, options, (hook, current) =>
    stackRows(
      numbered.map((own, row) => {
        const site = siteOf(hook, model.axes.get(hook) ?? [], rowTokens(tokens, row));
        return replacementOf(site, at(hook, own), current && rowOf(current, row));
      }),
    ),
  );
}

function numberedOf(interventions: readonly Intervention[], row?: number): Numbered[] {
  return interventions.map((intervention, index) => ({
    ...intervention,
    index,
    ...(row !== undefined && { row }),
  }));
}

function at(hook: string, interventions: readonly Numbered[]): Numbered[] {
  return interventions.filter((intervention) => intervention.hook === hook);
}

/** @param replace what is put in at a hook point, which `current` has the value of when a mean is put in there */
async function runReplacing(
  model: InterventionModel,
  batch: TokenBatch,
  interventions: readonly Numbered[],
  hooks: readonly string[],
  { among = [], targets }: InterventionOptions,
  replace: (hook: string, current: Activation | null) => Replacement,
): Promise<Map<string, Activation>> {
  const asked = new Set([...interventions.map(({ hook }) => hook), ...among]);
  checkHooks(asked, model.hooks);
  if (asked.size === 0 && targets === undefined && hooks.every((hook) => model.hooks.includes(hook)))
    return model.run(batch, hooks);

  // In the order of computation, so that a mean is taken of what the replacements before it have led to.
  const replaced = model.hooks.filter((hook) => asked.has(hook));
  const replacements = new Map<string, Replacement>(
    replaced.map((hook) => [hook, noReplacement(model.axes.get(hook)?.length ?? 0)]),
  );
  for (const hook of replaced) {
    const own = at(hook, interventions);
    const current = own.some(({ value }) => value.kind === 'mean')
      ? await model.runVariant(batch, [hook], { replacements })
      : new Map<string, Activation>();
    if (own.length > 0) replacements.set(hook, replace(hook, current.get(hook) ?? null));
  }
  return model.runVariant(batch, hooks, { replacements, ...(targets && { targets }) });
}
