/** The families that Pairlens can compile, by the `model_type` of config.json. */
import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { CompileFamily, CompiledModel } from './architecture.ts';
import { compileBert } from './bert.ts';
import { replacementInputs } from './model-builder.ts';

const FAMILIES: ReadonlyMap<string, CompileFamily> = new Map([['bert', compileBert]]);

/**
 * Compiles a checkpoint of any supported family.
 * @param config config.json, parsed
 * @param replaceable hook points that the graph can replace by something else, by {@link replacementInputs}
 * @throws CoreError as {@link CompileFamily}; HOOK_UNKNOWN
 */
export function compileCheckpoint(
  config: unknown,
  tensors: TensorIndex,
  replaceable: ReadonlySet<string> = new Set(),
): CompiledModel {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new CoreError('MODEL_INVALID', 'config.json is not a JSON object');
  const modelType: unknown = 'model_type' in config ? config.model_type : undefined;
  const known = [...FAMILIES.keys()].join(', ');
  if (typeof modelType !== 'string')
    throw new CoreError('MODEL_INVALID', `config.json names no model_type (supported: ${known})`);
  const compile = FAMILIES.get(modelType);
  if (!compile)
    throw new CoreError('MODEL_UNSUPPORTED', `unknown model_type "${modelType}" (supported: ${known})`, {
      modelType,
    });
  const compiled = compile({ ...config }, tensors, replaceable);
  checkReplaceable(compiled, replaceable);
  return compiled;
}

function checkReplaceable({ graph }: CompiledModel, replaceable: ReadonlySet<string>): void {
  const inputs = new Set(graph.inputs.map(({ value }) => value.name));
  for (const hook of replaceable)
    if (!inputs.has(replacementInputs(hook).mask))
      throw new CoreError('HOOK_UNKNOWN', `unknown hook point "${hook}"`, { hook });
}
