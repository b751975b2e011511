/** The ONNX operators that the architectures use, as functions over a {@link Graph}. Semantics: opset 20. */
import type { Attribute, Graph, Value } from './graph.ts';

const binary = (operator: string) => (graph: Graph, a: Value, b: Value) => graph.node(operator, [a, b]);
const unary = (operator: string) => (graph: Graph, x: Value) => graph.node(operator, [x]);

export const add = binary('Add');
export const mul = binary('Mul');
/** Matrix product over the last two axes; the axes before them broadcast. */
export const matMul = binary('MatMul');
export const equal = binary('Equal');
export const tanh = unary('Tanh');
export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');

/** `condition ? whereTrue : whereFalse`, element by element, broadcasting. */
export function where(graph: Graph, condition: Value, whereTrue: Value, whereFalse: Value): Value {
  return graph.node('Where', [condition, whereTrue, whereFalse]);
}

/** GELU: with 'none' x Φ(x) by the error function, with 'tanh' its approximation. */
export function gelu(graph: Graph, x: Value, approximate: 'none' | 'tanh'): Value {
  return graph.node('Gelu', [x], { approximate: { string: approximate } });
}

/** Rows of `table` [n, …] at `indices`: [...indices, …]. */
export function gather(graph: Graph, table: Value, indices: Value): Value {
  return graph.node('Gather', [table, indices], { axis: { int: 0 } });
}

/** `dims` may hold 0 for "as in the input" and one -1 for "what is left". */
export function reshape(graph: Graph, x: Value, dims: readonly number[]): Value {
  return graph.node('Reshape', [x, graph.constant('int64', dims)]);
}

/** Axis i of the result is axis `permutation[i]` of x. */
export function transpose(graph: Graph, x: Value, permutation: readonly number[]): Value {
  return graph.node('Transpose', [x], { perm: { ints: permutation } });
}

export function softmax(graph: Graph, x: Value, axis: number): Value {
  return graph.node('Softmax', [x], { axis: { int: axis } });
}

/** (x - mean) / sqrt(variance + epsilon) * scale + shift, over the last axis; the variance is the population's. */
export function layerNormalization(
  graph: Graph,
  x: Value,
  scale: Value,
  shift: Value,
  epsilon: number,
): Value {
  const attributes: Record<string, Attribute> = { axis: { int: -1 }, epsilon: { float: epsilon } };
  return graph.node('LayerNormalization', [x, scale, shift], attributes);
}

/** a [m, k] times the transpose of b [n, k], plus c [n]: [m, n]. */
export function gemmTransposed(graph: Graph, a: Value, b: Value, c: Value): Value {
  return graph.node('Gemm', [a, b, c], { transB: { int: 1 } });
}

/** Inserts axes of size 1 at these places of the result. */
export function unsqueeze(graph: Graph, x: Value, axes: readonly number[]): Value {
  return graph.node('Unsqueeze', [x, graph.constant('int64', axes)]);
}

/** 0, 1, … along the last axis of x, as int64 in x's shape: x must be int64. */
export function positionsLike(graph: Graph, x: Value): Value {
  const dims = graph.node('Shape', [x]);
  const size = gather(graph, dims, graph.constant('int64', -1));
  const range = graph.node('Range', [graph.constant('int64', 0), size, graph.constant('int64', 1)]);
  return graph.node('Expand', [range, dims]);
}

/** Rows [n, size] as [a, b, size], with a and b (a · b = n) those of `like` [a, b, …]. */
export function unflatten(graph: Graph, rows: Value, like: Value, size: number): Value {
  const outer = graph.node('Shape', [like], { end: { int: 2 } });
  const dims = graph.node('Concat', [outer, graph.constant('int64', [size])], { axis: { int: 0 } });
  return graph.node('Reshape', [rows, dims]);
}
