/** Many interventions on one input, each by itself, computed many at a time as the rows of a batch. */
import { PairlensError } from '../../../shared/errors.ts';
import { TOKENS_PER_BATCH } from '../inference/batches.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { Intervention } from './intervention.ts';
import { type InterventionModel, type InterventionOptions, runRowsWithInterventions } from './run.ts';
import { rowOf } from './stack-rows.ts';

export interface SweepOptions extends InterventionOptions {
  /** Tokens, of all rows together, that one forward pass holds at most; a single cell may need more. */
  readonly tokensPerBatch?: number;
}

/**
 * Runs one input once for each cell, with the interventions of that cell and none of the others; as running the cells one
 * after the other with runWithInterventions (to 1e-6), several of them in each forward pass. One graph, which can replace
 * at the hook points of all cells, serves the whole sweep.
 * @param input one row; recordings that cells put in have one row, too
 * @param cells what is put in, for each cell
 * @param hooks hook points, and scores of the logits (core/architectures/logit-names.ts): a sweep that reads the loss alone
 *   brings no logits out of the model
 * @param options `targets` has one row, for all cells
 * @returns of each cell, in order, what was asked for by name, [1, …] each
 * @throws PairlensError BAD_REQUEST: an input of several rows, or an intervention that does not fit, with its cell;
 *   HOOK_UNKNOWN; as LoadedModel.runVariant
 */
export async function* runSweep(
  model: InterventionModel,
  input: TokenBatch,
  cells: readonly (readonly Intervention[])[],
  hooks: readonly string[],
  { among = [], targets, tokensPerBatch = TOKENS_PER_BATCH }: SweepOptions = {},
): AsyncGenerator<ReadonlyMap<string, Activation>, void> {
  const [row] = input.inputIds;
  if (row === undefined || input.inputIds.length > 1)
    throw new PairlensError('BAD_REQUEST', `a sweep is over one input, not ${input.inputIds.length}`);
  const replaceable = new Set([...among, ...cells.flat().map(({ hook }) => hook)]);
  const perBatch = Math.max(1, Math.floor(tokensPerBatch / Math.max(row.length, 1)));
  for (let first = 0; first < cells.length; first += perBatch) {
    const own = cells.slice(first, first + perBatch);
    const options = { among: [...replaceable], ...(targets && { targets: repeated(targets, own.length) }) };
    const activations = await runCells(model, input, own, first, hooks, options);
    for (let at = 0; at < own.length; at++)
      yield new Map([...activations].map(([hook, activation]) => [hook, rowOf(activation, at)]));
  }
}

/** @param first number of the first of these cells, for messages */
async function runCells(
  model: InterventionModel,
  { inputIds, attentionMask, tokenTypeIds }: TokenBatch,
  cells: readonly (readonly Intervention[])[],
  first: number,
  hooks: readonly string[],
  options: InterventionOptions,
): Promise<Map<string, Activation>> {
  const batch: TokenBatch = {
    inputIds: repeated(inputIds, cells.length),
    ...(attentionMask && { attentionMask: repeated(attentionMask, cells.length) }),
    ...(tokenTypeIds && { tokenTypeIds: repeated(tokenTypeIds, cells.length) }),
  };
  return runRowsWithInterventions(model, batch, cells, hooks, { ...options, firstRow: first });
}

/** The rows of one input, as often as there are cells. */
function repeated<Row>(rows: readonly Row[], times: number): Row[] {
  return Array.from({ length: times }, () => rows).flat();
}
