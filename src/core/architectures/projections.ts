/** From the stream to queries, keys and values: three affine maps, or one whose output holds all three. */
import type { Value } from '../onnx/graph.ts';
import { reshape, slice } from '../onnx/operators.ts';
import { type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface HeadShape {
  readonly heads: number;
  /** Heads of keys and of values; a divisor of `heads`, equal to it where heads are not grouped. */
  readonly keyValueHeads: number;
  readonly dHead: number;
}

/** [batch, pos, head, dHead] each, with key-value heads in keys and values. */
export interface QueryKeyValue {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
}

/** @param x [batch, pos, dModel] */
export type Projection = (x: Value) => QueryKeyValue;

/** The maps go from dModel to heads * dHead, heads one after the other. */
export function separateProjections(
  model: ModelBuilder,
  maps: Readonly<Record<'query' | 'key' | 'value', Linear>>,
  { heads, keyValueHeads, dHead }: HeadShape,
): Projection {
  const project = (x: Value, map: Linear, count: number) =>
    reshape(model.graph, linear(model, x, map), [0, 0, count, dHead]);
  return (x) => ({
    query: project(x, maps.query, heads),
    key: project(x, maps.key, keyValueHeads),
    value: project(x, maps.value, keyValueHeads),
  });
}

/**
 * One map from dModel to 3 * heads * dHead.
 * @param order of its output: 'by part' has the queries of all heads, then the keys, then the values; 'by head' has
 *   query, key and value of the first head, then those of the second, and so on
 */
export function fusedProjection(
  model: ModelBuilder,
  map: Linear,
  { heads, dHead }: Pick<HeadShape, 'heads' | 'dHead'>,
  order: 'by part' | 'by head',
): Projection {
  const { graph } = model;
  const [dims, axis, size] =
    order === 'by part' ? [[0, 0, 3 * heads, dHead], 2, heads] : [[0, 0, heads, 3 * dHead], 3, dHead];
  return (x) => {
    const fused = reshape(graph, linear(model, x, map), dims);
    const part = (index: number) => slice(graph, fused, axis, index * size, (index + 1) * size);
    return { query: part(0), key: part(1), value: part(2) };
  };
}
