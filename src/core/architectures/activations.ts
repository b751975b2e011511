/** Activation functions, by the names that Hugging Face configs use. */
import { CoreError } from '../errors.ts';
import type { Graph, Value } from '../onnx/graph.ts';
import { gelu, mul, relu, sigmoid, tanh } from '../onnx/operators.ts';

export type Activation = (graph: Graph, x: Value) => Value;

const exactGelu: Activation = (graph, x) => gelu(graph, x, 'none');
const tanhGelu: Activation = (graph, x) => gelu(graph, x, 'tanh');
const silu: Activation = (graph, x) => mul(graph, x, sigmoid(graph, x));
const quickGelu: Activation = (graph, x) => {
  const scaled = mul(graph, x, graph.constant('float32', 1.702));
  return mul(graph, x, sigmoid(graph, scaled));
};

const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map([
  ['gelu', exactGelu],
  ['gelu_python', exactGelu],
  ['gelu_new', tanhGelu],
  ['gelu_fast', tanhGelu],
  ['gelu_accurate', tanhGelu],
  ['gelu_pytorch_tanh', tanhGelu],
  ['gelu_python_tanh', tanhGelu],
  ['quick_gelu', quickGelu],
  ['relu', relu],
  ['silu', silu],
  ['swish', silu],
  ['tanh', tanh],
]);

/**
 * @param parameter what the config calls it, for the message
 * @throws CoreError MODEL_UNSUPPORTED for a function that is not in the list
 */
export function activationByName(parameter: string, name: string): Activation {
  const activation = ACTIVATIONS.get(name);
  if (activation) return activation;
  const known = [...ACTIVATIONS.keys()].join(', ');
  throw new CoreError('MODEL_UNSUPPORTED', `unsupported ${parameter}: "${name}" (supported: ${known})`);
}
