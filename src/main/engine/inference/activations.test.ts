/** The activation functions of core/architectures, as ONNX Runtime computes them, against PyTorch. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { activationByName } from '../../../core/architectures/activations.ts';
import { encodeModel } from '../../../core/onnx/encode.ts';
import { Graph } from '../../../core/onnx/graph.ts';

const INPUT = [-3, -1, -0.5, 0, 0.5, 1, 3];

// torch 2.13.0, transformers 5.23.0: transformers.activations.ACT2FN[name](torch.tensor(INPUT))
it.each([
  ['gelu', [-0.004050225, -0.1586553, -0.1542688, 0, 0.3457312, 0.8413447, 2.99595]],
  ['gelu_new', [-0.003637433, -0.158808, -0.154286, 0, 0.345714, 0.841192, 2.996363]],
  ['gelu_fast', [-0.003637433, -0.158808, -0.154286, 0, 0.345714, 0.841192, 2.996363]],
  ['gelu_pytorch_tanh', [-0.003637433, -0.158808, -0.154286, 0, 0.345714, 0.841192, 2.996363]],
  ['quick_gelu', [-0.01807131, -0.1542042, -0.1496116, 0, 0.3503884, 0.8457958, 2.981929]],
  ['relu', [0, 0, 0, 0, 0.5, 1, 3]],
  ['silu', [-0.1422776, -0.2689414, -0.1887703, 0, 0.3112297, 0.7310586, 2.857723]],
  ['tanh', [-0.9950548, -0.7615942, -0.4621172, 0, 0.4621172, 0.7615942, 0.9950548]],
])('%s', async (name, expected) => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['n']);
  graph.expose('y', activationByName('hidden_act', name)(graph, x), ['n']);
  const model = encodeModel(graph, { externalFile: 'none', producerVersion: '1' });
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const { y } = await session.run({ x: new Tensor('float32', INPUT, [INPUT.length]) });
  const actual = y?.data as Float32Array;
  expected.forEach((value, at) => {
    expect(Math.abs((actual[at] ?? NaN) - value)).toBeLessThanOrEqual(1e-6);
  });
  await session.release();
});
