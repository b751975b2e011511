/** Weights of two bytes a number: where they lie, and what each kind of graph makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSafetensorsHeader } from '../checkpoints/safetensors.ts';
import type { TensorDescription } from '../checkpoints/tensor-index.ts';
import type { Node } from '../onnx/graph.ts';
import { compileCheckpoint } from './families.ts';
import { type GraphOptions, PLAIN_GRAPH } from './model-builder.ts';
import type { WeightStorage } from './weights-plan.ts';

const GOLDEN = join(import.meta.dirname, '../../../tests/fixtures/golden/llama');
const CONFIG = JSON.parse(readFileSync(join(GOLDEN, 'config.json'), 'utf8')) as unknown;

function compile(dtype: 'F16' | 'BF16' | 'F32', storage: WeightStorage, options: Partial<GraphOptions> = {}) {
  const bytes = readFileSync(join(GOLDEN, 'model.safetensors'));
  const tensors = new Map<string, TensorDescription>(
    [...parseSafetensorsHeader(bytes, bytes.length).tensors].map(([name, { shape }]) => [
      name,
      { dtype, shape },
    ]),
  );
  return compileCheckpoint(CONFIG, tensors, { ...PLAIN_GRAPH, ...options }, storage);
}

/** What the inputs of these nodes are of. */
const typesOf = (nodes: readonly Node[], operator: string) =>
  new Set(
    nodes
      .filter((node) => node.operator === operator)
      .map(({ inputs }) => inputs.map(({ type }) => type).join(' ')),
  );

describe('the weights file', () => {
  it('has matrices as the checkpoint has them, gains and biases in float32', () => {
    for (const [dtype, type] of [
      ['F16', 'float16'],
      ['BF16', 'bfloat16'],
      ['F32', 'float32'],
    ] as const) {
      const { weights } = compile(dtype, 'halves').weights;
      expect(new Set(weights.map(({ shape, type: own }) => `${shape.length} ${own}`))).toEqual(
        new Set([`2 ${type}`, '1 float32']),
      );
      for (const { shape, type: own, length } of weights)
        expect(length).toBe(shape.reduce((product, size) => product * size, own === 'float32' ? 4 : 2));
    }
  });

  it('has as many parameters, by the same names, with each one’s place in numbers of its type', () => {
    const [half, full] = [compile('F16', 'halves'), compile('F16', 'float32')];
    expect(half.weights.parameters).toBe(full.weights.parameters);
    expect(half.weights.byteLength).toBeLessThan(full.weights.byteLength);
    expect([...half.parameterViews.keys()]).toEqual([...full.parameterViews.keys()]);
    const matrix = half.parameterViews.get('blocks.1.attn.W_O');
    expect(matrix).toMatchObject({ type: 'float16' });
    const places = half.weights.weights.map(({ offset }) => offset);
    expect(places).toContain((matrix?.offset ?? NaN) * 2);
  });
});

describe('a graph over halves', () => {
  it('casts each to float32 where it is used, and only looks up rows of a table before', () => {
    const { nodes, outputs } = compile('BF16', 'halves').graph;
    expect(typesOf(nodes, 'MatMul')).toEqual(new Set(['float32 float32']));
    expect(typesOf(nodes, 'Gather')).toContain('bfloat16 int64');
    expect(new Set(outputs.map(({ value }) => value.type))).toEqual(new Set(['float32']));
  });

  it('casts weights before anything else is computed in the order of nodes, so that each is cast just before it is used', () => {
    const { nodes, externalConstants } = compile('F16', 'halves').graph;
    const weights = new Set(externalConstants.map(({ value }) => value));
    const isCast = nodes.map(
      ({ operator, inputs }) => operator === 'Cast' && inputs.every((input) => weights.has(input)),
    );
    const casts = isCast.filter(Boolean).length;
    expect(casts).toBeGreaterThan(10);
    expect(isCast.lastIndexOf(true)).toBe(casts - 1);
  });

  it('multiplies in float16 where it is told to: norms, scores, patterns and the stream are float32', () => {
    const { nodes, outputs } = compile('F16', 'halves', { halves: 'multiplied' }).graph;
    // Of queries and keys, and of patterns and values; and of weights.
    expect(typesOf(nodes, 'MatMul')).toEqual(new Set(['float32 float32', 'float16 float16']));
    expect(typesOf(nodes, 'Gemm')).toEqual(new Set(['float16 float16']));
    for (const operator of ['Softmax', 'Sqrt', 'Sigmoid'])
      expect(typesOf(nodes, operator)).toEqual(new Set(['float32']));
    for (const operator of ['Add', 'Mul', 'Div'])
      expect(typesOf(nodes, operator)).toEqual(new Set(['float32 float32']));
    expect(new Set(outputs.map(({ value }) => value.type))).toEqual(new Set(['float32']));
  });

  it('multiplies bfloat16 in float32 there, too', () => {
    const { nodes } = compile('BF16', 'halves', { halves: 'multiplied' }).graph;
    expect(typesOf(nodes, 'MatMul')).toEqual(new Set(['float32 float32']));
  });

  it('has all of them in float32 where they are cast at once', () => {
    const { nodes } = compile('F16', 'halves', { halves: 'cast at once' }).graph;
    expect(typesOf(nodes, 'Gather')).not.toContain('float16 int64');
    expect(typesOf(nodes, 'Gather')).toContain('float32 int64');
    expect(typesOf(nodes, 'MatMul')).toEqual(new Set(['float32 float32']));
  });

  it('is the graph that it was where weights lie in float32', () => {
    const operators = ({ graph }: ReturnType<typeof compile>) => graph.nodes.map(({ operator }) => operator);
    expect(operators(compile('F16', 'float32'))).toEqual(operators(compile('F32', 'halves')));
    expect(operators(compile('F16', 'float32', { halves: 'multiplied' }))).toEqual(
      operators(compile('F32', 'float32')),
    );
  });
});
