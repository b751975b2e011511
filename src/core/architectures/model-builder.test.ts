import { expect, it } from 'vitest';
import { add } from '../onnx/operators.ts';
import { ModelBuilder } from './model-builder.ts';

/** x is exposed as `first`, then the double of what comes back as `second`. */
function build(...replaceable: string[]) {
  const model = new ModelBuilder(new Map(), new Set(replaceable));
  const x = model.graph.input('x', 'float32', ['batch', 4]);
  const first = model.hook('first', x, ['batch', 4]);
  model.hook('second', add(model.graph, first, first), ['batch', 4]);
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
    ['Identity', ['x'], 'first'],
    ['Add', ['first', 'first'], 'second'],
  ]);
});

it('a hook point that can be replaced shows, and passes on, what is chosen', () => {
  const { nodes, inputs, outputs } = build('first');
  expect(nodes).toEqual([
    ['Where', ['first.mask', 'first.replacement', 'x'], 'first'],
    ['Add', ['first', 'first'], 'second'],
  ]);
  expect(inputs).toEqual([
    ['first.mask', 'bool', ['first.mask.0', 'first.mask.1']],
    ['first.replacement', 'float32', ['first.replacement.0', 'first.replacement.1']],
  ]);
  expect(outputs).toEqual(['first', 'second']);
});

it('the last value of a model can be replaced, though nothing is computed from it', () => {
  expect(build('second').nodes).toEqual([
    ['Identity', ['x'], 'first'],
    ['Add', ['first', 'first'], 'Add_1'],
    ['Where', ['second.mask', 'second.replacement', 'Add_1'], 'second'],
  ]);
});
