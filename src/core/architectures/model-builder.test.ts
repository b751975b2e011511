import { expect, it } from 'vitest';
import { add } from '../onnx/operators.ts';
import { ModelBuilder, PLAIN_GRAPH } from './model-builder.ts';

/** x is exposed as `hook_embed`, then the double of what comes back as `resid_final`. */
function build(...replaceable: string[]) {
  const model = new ModelBuilder(new Map(), { ...PLAIN_GRAPH, replaceable: new Set(replaceable) });
  const x = model.graph.input('x', 'float32', ['batch', 4]);
  const first = model.hook('hook_embed', x, ['batch', 4]);
  model.hook('resid_final', add(model.graph, first, first), ['batch', 4]);
  const { nodes, inputs, outputs } = model.graph;
  return {
    nodes: nodes.map((node) => [node.operator, node.inputs.map(({ name }) => name), node.output.name]),
    inputs: inputs.slice(1).map(({ value, type, axes }) => [value.name, type, axes]),
    outputs: outputs.map(({ value }) => value.name),
  };
}

it('a graph to be read has neither inputs nor nodes for replacing', () => {
  const { nodes, inputs } = build();
  expect(inputs).toEqual([]);
  expect(nodes).toEqual([
    ['Identity', ['x'], 'hook_embed'],
    ['Add', ['hook_embed', 'hook_embed'], 'resid_final'],
  ]);
});

it('a hook point that can be replaced shows, and passes on, what is chosen', () => {
  const { nodes, inputs, outputs } = build('hook_embed');
  expect(nodes).toEqual([
    ['Where', ['hook_embed.mask', 'hook_embed.replacement', 'x'], 'hook_embed'],
    ['Add', ['hook_embed', 'hook_embed'], 'resid_final'],
  ]);
  expect(inputs).toEqual([
    ['hook_embed.mask', 'bool', ['hook_embed.mask.0', 'hook_embed.mask.1']],
    ['hook_embed.replacement', 'float32', ['hook_embed.replacement.0', 'hook_embed.replacement.1']],
  ]);
  expect(outputs).toEqual(['hook_embed', 'resid_final']);
});

it('the last value of a model can be replaced, though nothing is computed from it', () => {
  expect(build('resid_final').nodes).toEqual([
    ['Identity', ['x'], 'hook_embed'],
    ['Add', ['hook_embed', 'hook_embed'], 'Add_1'],
    ['Where', ['resid_final.mask', 'resid_final.replacement', 'Add_1'], 'resid_final'],
  ]);
});

it('a graph that begins at a block takes what enters it, and computes nothing of what comes before', () => {
  const hook = 'blocks.1.hook_resid_pre';
  const from = { hook, hooks: new Set(['resid_final']) };
  const model = new ModelBuilder(new Map(), { ...PLAIN_GRAPH, from });
  const { graph } = model;
  const x = graph.input('x', 'float32', ['batch', 4]);
  const first = model.hook('hook_embed', add(graph, x, graph.constant('float32', 3)), ['batch', 4]);
  const entering = model.hook(hook, first, ['batch', 4]);
  model.hook('resid_final', add(graph, entering, graph.constant('float32', 2)), ['batch', 4]);
  graph.prune();
  const names = (ports: readonly { readonly value: { readonly name: string } }[]) =>
    ports.map(({ value }) => value.name);
  expect([names(graph.inputs), names(graph.outputs)]).toEqual([[hook], ['resid_final']]);
  expect(graph.nodes.map(({ operator, inputs }) => [operator, inputs[0]?.name])).toEqual([['Add', hook]]);
  expect(graph.constants.map(({ values }) => values)).toEqual([[2]]);
});
