/**
 * Interventions as a file says them:
 *
 *   {"interventions": [{"hook": NAME, "head"?: N, "positions"?: [N, …], "value": "zero" | "mean" | {"from": PATH}}]}
 *
 * PATH is a file of inputs (as `probeInputsFromJson` takes them) whose recorded activation is put in.
 */
import { z } from 'zod';
import { listOf, MOST, pathText, place, position, wordText } from '../../../core/bounds.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { parseJson } from '../files/parse-json.ts';
import { checkHooks } from '../inference/check-hooks.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Intervention, InterventionValue } from './intervention.ts';
import { record, type Recording } from './recording.ts';

const specFile = z.strictObject({
  interventions: listOf(
    z.strictObject({
      hook: wordText,
      head: place.optional(),
      positions: listOf(position, MOST.tokens, 'positions').min(1).optional(),
      value: z.union([z.enum(['zero', 'mean']), z.strictObject({ from: pathText })], {
        error: 'expected "zero", "mean" or {"from": PATH}',
      }),
    }),
    MOST.interventions,
    'interventions',
  ),
});
export type InterventionSpec = z.output<typeof specFile>;

/**
 * @param source what the text is called in errors
 * @throws PairlensError BAD_REQUEST naming the field
 */
export function parseInterventionSpec(text: string, source: string): InterventionSpec {
  const parsed = specFile.safeParse(parseJson(text, source, 'BAD_REQUEST'));
  if (parsed.success) return parsed.data;
  throw new PairlensError('BAD_REQUEST', `${source}: ${firstIssue(parsed.error)}`, {
    source,
    field: parsed.error.issues[0]?.path ?? [],
  });
}

/**
 * The interventions of a spec; every file that it names is read and run once.
 * @param readInputs reads the inputs at a PATH
 * @throws PairlensError HOOK_UNKNOWN; of such a file, what readInputs and LoadedModel.run throw
 */
export async function interventionsOf(
  { interventions }: InterventionSpec,
  model: Pick<LoadedModel, 'run' | 'dimensions' | 'hooks'>,
  readInputs: (path: string) => Promise<TokenBatch>,
): Promise<Intervention[]> {
  checkHooks(
    interventions.map(({ hook }) => hook),
    model.hooks,
  );
  const hooksByPath = new Map<string, string[]>();
  for (const { hook, value } of interventions)
    if (typeof value === 'object')
      hooksByPath.set(value.from, [...(hooksByPath.get(value.from) ?? []), hook]);
  const recordings = new Map<string, Recording>();
  for (const [path, hooks] of hooksByPath)
    recordings.set(path, await recordFile(model, path, await readInputs(path), hooks));
  return interventions.map(({ hook, head, positions, value }) => ({
    hook,
    ...(head !== undefined && { heads: [head] }),
    ...(positions !== undefined && { positions }),
    value: valueOf(value, recordings),
  }));
}

function valueOf(
  value: InterventionSpec['interventions'][number]['value'],
  recordings: ReadonlyMap<string, Recording>,
): InterventionValue {
  if (typeof value === 'string') return { kind: value };
  const recording = recordings.get(value.from);
  if (!recording) throw new Error(`${value.from} was not recorded`);
  return { kind: 'recorded', recording };
}

/** What is wrong with an input is said with the file that it is in. */
async function recordFile(
  model: Pick<LoadedModel, 'run' | 'dimensions'>,
  path: string,
  inputs: TokenBatch,
  hooks: readonly string[],
): Promise<Recording> {
  try {
    return await record(model, inputs, hooks);
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
    throw new PairlensError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
  }
}
