/** From the stream to queries, keys and values: three affine maps, or one whose output holds all three. */
import type { Value } from '../onnx/graph.ts';
import { reshape, slice } from '../onnx/operators.ts';
import { type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { ProjectionParameter } from './parameter-names.ts';
import type { ParameterView } from './parameter-view.ts';

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

export interface Projection {
  /** @param x [batch, pos, dModel] */
  readonly project: (x: Value) => QueryKeyValue;
  /** W_Q, W_K, W_V [head, dModel, dHead], and b_Q, b_K, b_V [head, dHead] where there are biases. */
  readonly parameters: ReadonlyMap<ProjectionParameter, ParameterView>;
}

/** As parameters are named for them. */
export const PARTS = ['Q', 'K', 'V'] as const;
type Part = (typeof PARTS)[number];

type ProjectionMaps = Readonly<Record<'query' | 'key' | 'value', Linear>>;

/** The maps go from dModel to heads * dHead, heads one after the other. */
export function separateProjections(model: ModelBuilder, maps: ProjectionMaps, shape: HeadShape): Projection {
  const { heads, keyValueHeads, dHead } = shape;
  const byHead = (count: number) => (view: ParameterView, axis: number) => view.split(axis, [count, dHead]);
  return {
    project: projectSeparately(model, maps, shape),
    parameters: new Map([
      ...parametersOf(model, 'Q', maps.query, byHead(heads)),
      ...parametersOf(model, 'K', maps.key, byHead(keyValueHeads)),
      ...parametersOf(model, 'V', maps.value, byHead(keyValueHeads)),
    ]),
  };
}

/** What {@link separateProjections} computes. */
export function projectSeparately(
  model: ModelBuilder,
  maps: ProjectionMaps,
  { heads, keyValueHeads, dHead }: HeadShape,
): Projection['project'] {
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
  const partOf = (index: number) => (view: ParameterView, outputs: number) =>
    order === 'by part'
      ? view.split(outputs, [3, heads, dHead]).select(outputs, index)
      : view.split(outputs, [heads, 3, dHead]).select(outputs + 1, index);
  return {
    project: (x) => {
      const fused = reshape(graph, linear(model, x, map), dims);
      const part = (index: number) => slice(graph, fused, axis, index * size, (index + 1) * size);
      return { query: part(0), key: part(1), value: part(2) };
    },
    parameters: new Map(PARTS.flatMap((part, index) => parametersOf(model, part, map, partOf(index)))),
  };
}

/** @param byHead of a view whose axis `outputs` holds what the map gives, that axis as [head, dHead] */
function parametersOf(
  { weights }: ModelBuilder,
  part: Part,
  { weight, bias }: Linear,
  byHead: (view: ParameterView, outputs: number) => ParameterView,
): [ProjectionParameter, ParameterView][] {
  const parameters: [ProjectionParameter, ParameterView][] = [
    [`W_${part}`, byHead(weights.view(weight), 1).transpose([1, 0, 2])],
  ];
  if (bias) parameters.push([`b_${part}`, byHead(weights.view(bias), 0)]);
  return parameters;
}
