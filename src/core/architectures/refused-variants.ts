/** Checkpoints that are sound and yet none that Pairlens computes, told by config.json or by the names of their tensors. */
import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';

type Config = Readonly<Record<string, unknown>>;

const UNQUANTISED = 'take the checkpoint that it was made from, in float32, bfloat16 or float16';

/**
 * @throws CoreError MODEL_UNSUPPORTED naming what it is and what to do: quantised weights, pruned heads, an adapter that is
 *   not merged
 */
export function refuseVariants(config: Config, tensors: TensorIndex): void {
  refuseQuantised(config, tensors);
  refusePruned(config);
  const adapter = [...tensors.keys()].find((name) => /\.(lora_|base_layer\.)/.test(name));
  if (adapter !== undefined)
    throw unsupported(
      `the weights have an adapter in them that is not merged ("${adapter}"): merge it first (peft: model.merge_and_unload().save_pretrained(folder))`,
    );
}

function refuseQuantised(config: Config, tensors: TensorIndex): void {
  const { quantization_config: quantised, quantization: mlx } = config;
  if (quantised != null)
    throw unsupported(
      `the weights are quantised${byMethod(quantised)} (config.json has quantization_config): ${UNQUANTISED}`,
    );
  if (mlx != null)
    throw unsupported(`the weights are quantised for MLX (config.json has quantization): ${UNQUANTISED}`);
  const tensor = [...tensors.keys()].find((name) =>
    /\.(qweight|qzeros|SCB|absmax|quant_map|scales|weight_scale|weight_scale_inv|weight_packed)$|\.quant_state\./.test(
      name,
    ),
  );
  if (tensor !== undefined) throw unsupported(`the weights are quantised ("${tensor}"): ${UNQUANTISED}`);
}

function byMethod(quantised: unknown): string {
  const method = typeof quantised === 'object' && quantised !== null && 'quant_method' in quantised;
  return method ? ` by ${String(quantised.quant_method)}` : '';
}

function refusePruned({ pruned_heads: pruned }: Config): void {
  if (typeof pruned !== 'object' || pruned === null) return;
  const layers = Object.entries(pruned).filter(([, heads]) => Array.isArray(heads) && heads.length > 0);
  if (layers.length === 0) return;
  const named = layers
    .map(([layer, heads]) => `${(heads as unknown[]).join(', ')} of layer ${layer}`)
    .join('; ');
  throw unsupported(
    `heads were pruned (config.json has pruned_heads: ${named}), and layers with fewer heads are not computed: take the checkpoint from before`,
  );
}

function unsupported(message: string): CoreError {
  return new CoreError('MODEL_UNSUPPORTED', message);
}
