/** Activation functions in ONNX Runtime against PyTorch (tests/fixtures/architectures/reference.py). */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { activationByName } from '../../src/core/architectures/activations.ts';
import { encodeModel } from '../../src/core/onnx/encode.ts';
import { Graph } from '../../src/core/onnx/graph.ts';
import reference from '../fixtures/architectures/activations.json' with { type: 'json' };

it.each(Object.entries(reference.outputs))('%s', async (name, expected) => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['n']);
  graph.expose('y', activationByName('hidden_act', name)(graph, x), ['n']);
  const bytes = encodeModel(graph, { externalFile: 'none', producerVersion: '1' });
  const session = await InferenceSession.create(bytes);
  const { y } = await session.run({ x: new Tensor('float32', reference.inputs, [reference.inputs.length]) });
  await session.release();
  const values = y?.data as Float32Array;
  expect(values).toHaveLength(expected.length);
  const differences = expected.map((value, at) => Math.abs((values[at] ?? NaN) - value));
  expect(Math.max(...differences)).toBeLessThan(1e-6);
});
