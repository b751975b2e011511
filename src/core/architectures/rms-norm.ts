import type { Value } from '../onnx/graph.ts';
import { add, div, mean, mul, sqrt } from '../onnx/operators.ts';
import type { HookedNorm } from './layer-norm.ts';
import type { ModelBuilder } from './model-builder.ts';

/**
 * Root mean square layer normalisation (Zhang and Sennrich 2019): x / sqrt(mean(x²) + ε) · γ, γ being the tensor `name`.
 * Hook points: hook_scale [batch, pos, 1], the root; hook_normalized [batch, pos, dModel], the quotient, before γ.
 * Parameter: w [dModel], γ.
 */
export function hookedRmsNorm(
  model: ModelBuilder,
  name: string,
  dModel: number,
  epsilon: number,
): HookedNorm {
  const { graph } = model;
  const scale = model.weights.take([name], [dModel]);
  const apply: HookedNorm['apply'] = (hooks, x: Value) => {
    model.parameter(`${hooks}.w`, scale);
    const squares = add(graph, mean(graph, mul(graph, x, x)), graph.constant('float32', epsilon));
    const root = model.hook(`${hooks}.hook_scale`, sqrt(graph, squares), ['batch', 'pos', 1]);
    const normalised = model.hook(`${hooks}.hook_normalized`, div(graph, x, root), ['batch', 'pos', dModel]);
    return mul(graph, normalised, scale);
  };
  return { apply, frozen: { scale, shift: null, epsilon, centred: false } };
}
