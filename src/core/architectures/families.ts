/** The families that Pairlens can compile, by the `model_type` of config.json. */
import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { BuildFamily, CompiledModel } from './architecture.ts';
import { buildAttentionOnly } from './attention-only.ts';
import { buildBert } from './bert.ts';
import { buildDistilbert } from './distilbert.ts';
import { buildElectra } from './electra.ts';
import { buildGpt2 } from './gpt2.ts';
import { buildGptNeox } from './gpt-neox.ts';
import { refuseLeftOver } from './left-over.ts';
import { buildLlama } from './llama.ts';
import { type GraphOptions, ModelBuilder, PLAIN_GRAPH } from './model-builder.ts';
import { replacementInputs } from './replacement-names.ts';
import { buildMistral, buildQwen2 } from './llama-variants.ts';
import { refuseVariants } from './refused-variants.ts';
import { buildRoberta } from './roberta.ts';
import type { WeightStorage } from './weights-plan.ts';

const FAMILIES: ReadonlyMap<string, BuildFamily> = new Map([
  ['bert', buildBert],
  ['distilbert', buildDistilbert],
  ['electra', buildElectra],
  // Trained on other texts, computed alike.
  ...['roberta', 'xlm-roberta', 'camembert'].map((type): [string, BuildFamily] => [type, buildRoberta]),
  ['gpt2', buildGpt2],
  ['gpt_neox', buildGptNeox],
  ['llama', buildLlama],
  ['mistral', buildMistral],
  ['qwen2', buildQwen2],
  ['attention_only', buildAttentionOnly],
]);

/**
 * Compiles a checkpoint of any supported family.
 * @param config config.json, parsed
 * @param options what the graph can do besides being read
 * @param storage what its weights lie in
 * @throws CoreError as {@link BuildFamily}; CHECKPOINT_INVALID naming tensors that the model of config.json has no place
 *   for; HOOK_UNKNOWN
 */
export function compileCheckpoint(
  config: unknown,
  tensors: TensorIndex,
  options: GraphOptions = PLAIN_GRAPH,
  storage: WeightStorage = 'float32',
): CompiledModel {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new CoreError('MODEL_INVALID', 'config.json is not a JSON object');
  const fields: Readonly<Record<string, unknown>> = { ...config };
  const { architecture, build } = findFamily(fields.model_type ?? familyByPrefix(tensors));
  refuseVariants(fields, tensors);

  const model = new ModelBuilder(tensors, options, storage);
  const { causal, dimensions, namespaces } = build(fields, model);
  refuseLeftOver(model.weights, namespaces);
  checkReplaceable(model, options.replaceable);
  const { graph, weights, parameters: parameterViews } = model;
  if (options.from !== undefined) graph.prune();
  if (storage === 'halves') graph.putConstantsFirst();
  return { architecture, causal, dimensions, graph, weights, parameterViews };
}

function findFamily(modelType: unknown): { architecture: string; build: BuildFamily } {
  const known = [...FAMILIES.keys()].join(', ');
  if (typeof modelType !== 'string')
    throw new CoreError('MODEL_INVALID', `config.json names no model_type (supported: ${known})`);
  const build = FAMILIES.get(modelType);
  if (build) return { architecture: modelType, build };
  throw new CoreError('MODEL_UNSUPPORTED', `unknown model_type "${modelType}" (supported: ${known})`, {
    modelType,
  });
}

/** Configs of early checkpoints have no model_type; where parameters have a prefix, it names the family. */
function familyByPrefix(tensors: TensorIndex): string | undefined {
  const prefixes = ['bert', 'distilbert', 'roberta', 'gpt_neox'];
  return prefixes.find((prefix) => [...tensors.keys()].some((name) => name.startsWith(`${prefix}.`)));
}

function checkReplaceable({ graph }: ModelBuilder, replaceable: ReadonlySet<string>): void {
  const inputs = new Set(graph.inputs.map(({ value }) => value.name));
  for (const hook of replaceable)
    if (!inputs.has(replacementInputs(hook).mask))
      throw new CoreError('HOOK_UNKNOWN', `unknown hook point "${hook}"`, { hook });
}
