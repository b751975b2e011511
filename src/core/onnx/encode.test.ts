import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { encodeModel } from './encode.ts';
import { ModelProtoSchema } from './generated/onnx_pb.ts';
import { Graph } from './graph.ts';
import { add, gelu, layerNormalization, reshape } from './operators.ts';

/** Encoded, and decoded again with the published definition of the format. */
function roundTrip(graph: Graph) {
  const bytes = encodeModel(graph, { externalFile: 'weights.data', producerVersion: '1' });
  const model = fromBinary(ModelProtoSchema, bytes);
  if (!model.graph) throw new Error('no graph');
  return { model, graph: model.graph };
}

describe('encodeModel', () => {
  it('says which versions of format and operators it is written for', () => {
    const { model } = roundTrip(new Graph());
    expect(model.irVersion).toBe(9n);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 20n]]);
    expect(model.producerName).toBe('pairlens');
  });

  it('writes inputs with named and fixed axes', () => {
    const graph = new Graph();
    graph.input('ids', 'int64', ['batch', 4]);
    const [input] = roundTrip(graph).graph.input;
    expect(input?.name).toBe('ids');
    const tensor = input?.type?.value;
    if (tensor?.case !== 'tensorType') throw new Error('no tensor type');
    expect(tensor.value.elemType).toBe(7); // INT64 in onnx.proto
    expect(tensor.value.shape?.dim.map((dim) => dim.value)).toEqual([
      { case: 'dimParam', value: 'batch' },
      { case: 'dimValue', value: 4n },
    ]);
  });

  it('writes nodes in order, with their attributes', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['n']);
    const weight = graph.external('w', [3], { type: 'float32', offset: 4096, length: 12 });
    const normalised = layerNormalization(graph, add(graph, x, weight), weight, weight, 1e-12);
    gelu(graph, normalised, 'tanh');
    const { node } = roundTrip(graph).graph;
    expect(node.map(({ opType, input }) => [opType, input])).toEqual([
      ['Add', ['x', 'w']],
      ['LayerNormalization', ['Add_0', 'w', 'w']],
      ['Gelu', ['LayerNormalization_1']],
    ]);
    const [axis, epsilon] = node[1]?.attribute ?? [];
    expect([axis?.name, axis?.i]).toEqual(['axis', -1n]);
    expect([epsilon?.name, epsilon?.f]).toEqual(['epsilon', Math.fround(1e-12)]);
    expect(new TextDecoder().decode(node[2]?.attribute[0]?.s)).toBe('tanh');
  });

  it('keeps small constants inside, each once, and large ones as a place in another file', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['n']);
    reshape(graph, reshape(graph, x, [0, -1]), [0, -1]);
    graph.external('table', [2, 3], { type: 'float32', offset: 8192, length: 24 });
    const { initializer } = roundTrip(graph).graph;
    expect(initializer.map(({ name, dims }) => [name, dims])).toEqual([
      ['constant_0', [2n]],
      ['table', [2n, 3n]],
    ]);
    expect(initializer[0]?.int64Data).toEqual([0n, -1n]);
    expect(initializer[1]?.externalData.map(({ key, value }) => [key, value])).toEqual([
      ['location', 'weights.data'],
      ['offset', '8192'],
      ['length', '24'],
    ]);
  });
});

describe('Graph.expose', () => {
  it('renames what a node computes, and copies what already has a public name', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['n']);
    const sum = add(graph, x, x);
    expect(graph.expose('first', sum, ['n'])).toBe(sum);
    const second = graph.expose('second', sum, ['n']);
    graph.expose('third', x, ['n']);
    expect(second).not.toBe(sum);
    const { node, output } = roundTrip(graph).graph;
    expect(node.map(({ opType, input, output: [name] }) => [opType, input, name])).toEqual([
      ['Add', ['x', 'x'], 'first'],
      ['Identity', ['first'], 'second'],
      ['Identity', ['x'], 'third'],
    ]);
    expect(output.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });
});
