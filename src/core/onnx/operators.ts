/** The ONNX operators that the architectures use, as functions over a {@link Graph}. Semantics: opset 20. */
import { TensorProto_DataType } from './generated/onnx_pb.ts';
import type { Attribute, ElementType, Graph, HalfType, Value } from './graph.ts';

const binary = (operator: string) => (graph: Graph, a: Value, b: Value) =>
  graph.node(operator, [inFull(graph, a), inFull(graph, b)]);
const comparison = (operator: string) => (graph: Graph, a: Value, b: Value) =>
  graph.node(operator, [a, b], {}, 'bool');
const unary = (operator: string) => (graph: Graph, x: Value) => graph.node(operator, [x]);

export const add = binary('Add');
export const sub = binary('Sub');
export const mul = binary('Mul');
export const div = binary('Div');
export const equal = comparison('Equal');
export const greater = comparison('Greater');
export const less = comparison('Less');
export const or = comparison('Or');
export const tanh = unary('Tanh');
export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const sqrt = unary('Sqrt');
export const cos = unary('Cos');
export const sin = unary('Sin');

/** Matrix product over the last two axes, in float32; the axes before them broadcast. */
export function matMul(graph: Graph, a: Value, b: Value): Value {
  return inFull(graph, graph.node('MatMul', factors(graph, a, b)));
}

/** `condition ? whereTrue : whereFalse`, element by element, broadcasting. */
export function where(graph: Graph, condition: Value, whereTrue: Value, whereFalse: Value): Value {
  return graph.node('Where', [condition, whereTrue, whereFalse], {}, whereTrue.type);
}

/** GELU: with 'none' x Φ(x) by the error function, with 'tanh' its approximation. */
export function gelu(graph: Graph, x: Value, approximate: 'none' | 'tanh'): Value {
  return graph.node('Gelu', [x], { approximate: { string: approximate } });
}

/**
 * What `table` has at `indices` along one axis. In the result the axes of `indices` stand in the place of that axis: for
 * axis 0, [...indices, the other axes].
 */
export function gather(graph: Graph, table: Value, indices: Value, axis = 0): Value {
  return graph.node('Gather', [table, indices], { axis: { int: axis } });
}

/** Of an axis of x what is at `indices`, which are as many along all others: [a, b, c] at [a, b, n] is [a, b, n]. */
export function gatherElements(graph: Graph, x: Value, indices: Value, axis: number): Value {
  return graph.node('GatherElements', [x, indices], { axis: { int: axis } });
}

/** Rows of x [batch, n, size] at `indices`, int64 [batch, m, 1]: [batch, m, size]. */
export function gatherRows(graph: Graph, x: Value, indices: Value): Value {
  return graph.node('GatherND', [x, indices], { batch_dims: { int: 1 } });
}

/** The `count` largest along the last axis, the largest first, and where they are (int64). */
export function topK(graph: Graph, x: Value, count: number): readonly [values: Value, indices: Value] {
  return graph.nodeOfTwo('TopK', [x, graph.constant('int64', [count])], 'int64');
}

/** Over the last axis, which goes. */
export function sumOverLast(graph: Graph, x: Value): Value {
  return graph.node('ReduceSum', [x, graph.constant('int64', [-1])], { keepdims: { int: 0 } });
}

/** From `start` to before `end` of one axis. */
export function slice(graph: Graph, x: Value, axis: number, start: number, end: number): Value {
  const place = (value: number) => graph.constant('int64', [value]);
  return graph.node('Slice', [x, place(start), place(end), place(axis)]);
}

export function concat(graph: Graph, parts: readonly Value[], axis: number): Value {
  return graph.node('Concat', parts, { axis: { int: axis } });
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
  return graph.node('LayerNormalization', [x, inFull(graph, scale), inFull(graph, shift)], attributes);
}

/** Over the last axis, which stays as one of size 1. */
export function mean(graph: Graph, x: Value): Value {
  return graph.node('ReduceMean', [x, graph.constant('int64', [-1])], { keepdims: { int: 1 } });
}

/** Over the last axis, which stays as one of size 1. */
export function sum(graph: Graph, x: Value): Value {
  return graph.node('ReduceSum', [x, graph.constant('int64', [-1])], { keepdims: { int: 1 } });
}

/** Euclidean length over the last axis, which stays as one of size 1. */
export function length(graph: Graph, x: Value): Value {
  return graph.node('ReduceL2', [x, graph.constant('int64', [-1])], { keepdims: { int: 1 } });
}

/**
 * log Σ exp over the last axis, which stays as one of size 1. Written out: ReduceLogSumExp of ONNX Runtime 1.30 takes eight
 * times as long.
 */
export function logSumExp(graph: Graph, x: Value): Value {
  const over = graph.constant('int64', [-1]);
  const most = graph.node('ReduceMax', [x, over], { keepdims: { int: 1 } });
  const powers = graph.node('Exp', [sub(graph, x, most)]);
  const total = graph.node('ReduceSum', [powers, over], { keepdims: { int: 1 } });
  return add(graph, most, graph.node('Log', [total]));
}

/** a [m, k] times the transpose of b [n, k], plus c [n] if it is given: [m, n], in float32. */
export function gemmTransposed(graph: Graph, a: Value, b: Value, c: Value | null): Value {
  const [left, right] = factors(graph, a, b);
  const gemm = (...inputs: Value[]) => graph.node('Gemm', inputs, { transB: { int: 1 } });
  if (c === null) return inFull(graph, gemm(left, right));
  return left.type === 'float32'
    ? gemm(left, right, inFull(graph, c))
    : add(graph, inFull(graph, gemm(left, right)), c);
}

/** Two factors of one type: float32, or where products are computed in the type of two bytes that one of them has, that. */
function factors(graph: Graph, a: Value, b: Value): readonly [Value, Value] {
  const half = [a.type, b.type].find((type) => type === graph.products);
  const into = half !== undefined && isHalf(half) ? half : 'float32';
  return [inType(graph, a, into), inType(graph, b, into)];
}

/** As float32, where it is of two bytes. */
export function inFull(graph: Graph, x: Value): Value {
  return isHalf(x.type) ? toFloat32(graph, x) : x;
}

function inType(graph: Graph, x: Value, type: 'float32' | HalfType): Value {
  return x.type === type ? x : cast(graph, x, type);
}

function isHalf(type: ElementType): type is HalfType {
  return type === 'float16' || type === 'bfloat16';
}

/** Inserts axes of size 1 at these places of the result. */
export function unsqueeze(graph: Graph, x: Value, axes: readonly number[]): Value {
  return graph.node('Unsqueeze', [x, graph.constant('int64', axes)]);
}

/** Drops an axis of size 1. */
export function squeeze(graph: Graph, x: Value, axis: number): Value {
  return graph.node('Squeeze', [x, graph.constant('int64', [axis])]);
}

/** 0, 1, … along the last axis of x, as int64 [its size]. */
export function sequence(graph: Graph, x: Value): Value {
  return sequenceOfShape(graph, shapeOf(graph, x));
}

/** 0, 1, … along the last axis of x, as int64 in x's shape. */
export function positionsLike(graph: Graph, x: Value): Value {
  const dims = shapeOf(graph, x);
  return graph.node('Expand', [sequenceOfShape(graph, dims), dims]);
}

function sequenceOfShape(graph: Graph, dims: Value): Value {
  const size = gather(graph, dims, graph.constant('int64', -1));
  return graph.node('Range', [graph.constant('int64', 0), size, graph.constant('int64', 1)]);
}

/** Sums along the last axis of x [a, b] up to each place, that included. */
export function cumulativeSum(graph: Graph, x: Value): Value {
  return graph.node('CumSum', [x, graph.constant('int64', 1)]);
}

export function toFloat32(graph: Graph, x: Value): Value {
  return cast(graph, x, 'float32');
}

const CAST_TO = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  bfloat16: TensorProto_DataType.BFLOAT16,
} as const;

function cast(graph: Graph, x: Value, type: keyof typeof CAST_TO): Value {
  return graph.node('Cast', [x], { to: { int: CAST_TO[type] } }, type);
}

function shapeOf(graph: Graph, x: Value, attributes: Record<string, Attribute> = {}): Value {
  return graph.node('Shape', [x], attributes, 'int64');
}

/** Rows [n, size] as [a, b, size], with a and b (a · b = n) those of `like` [a, b, …]. */
export function unflatten(graph: Graph, rows: Value, like: Value, size: number): Value {
  const outer = shapeOf(graph, like, { end: { int: 2 } });
  const dims = graph.node('Concat', [outer, graph.constant('int64', [size])], { axis: { int: 0 } });
  return graph.node('Reshape', [rows, dims]);
}
