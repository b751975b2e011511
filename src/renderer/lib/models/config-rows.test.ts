import { expect, test } from 'vitest';
import { configRows } from './config-rows.ts';

test('objects unfold, lists of plain values do not', () => {
  const config = {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    rope_scaling: { factor: 8, rope_type: 'llama3' },
    pad_token_id: null,
    id2label: {},
  };
  expect(configRows(config).map(({ depth, key, value }) => [depth, key, value])).toEqual([
    [0, 'model_type', '"llama"'],
    [0, 'architectures', '["LlamaForCausalLM"]'],
    [0, 'rope_scaling', null],
    [1, 'factor', '8'],
    [1, 'rope_type', '"llama3"'],
    [0, 'pad_token_id', 'null'],
    [0, 'id2label', '{}'],
  ]);
});

test('rows of one name in different places have paths of their own', () => {
  const rows = configRows({ a: { x: 1 }, b: [{ x: 2 }] });
  expect(rows.map(({ path }) => path)).toEqual(['/a', '/a/x', '/b', '/b/0', '/b/0/x']);
});
