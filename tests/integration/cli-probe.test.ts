/** `pairlens probe`: the values of hook points as PyTorch has them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { CommandLine, GOLDEN_BERT, jsonLines, MINILM } from '../cli.ts';
import inputs from '../fixtures/golden/bert/inputs.json' with { type: 'json' };
import { PAIRS } from './golden-pairs.ts';
import { largestDifference } from './parity.ts';

let cli: CommandLine;
beforeAll(() => {
  cli = new CommandLine();
  writeFileSync(cli.path('golden.jsonl'), jsonLines(PAIRS));
});
afterAll(() => cli.remove());

describe('probe', () => {
  it('equals PyTorch at every hook point and real position', async () => {
    const { code, stdout } = await cli.run(
      ...['probe', '--model', GOLDEN_BERT, '--inputs', join(GOLDEN_BERT, 'inputs.json')],
      ...['--hooks', 'all', '--out', 'f.safetensors'],
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `36 activations written to ${cli.path('f.safetensors')}\n`,
    });
    const actual = readSafetensors(readFileSync(cli.path('f.safetensors')));
    const expected = readSafetensors(readFileSync(join(GOLDEN_BERT, 'expected.safetensors')));
    const tokens = inputs.attention_mask.map((row) => row.reduce((sum, value) => sum + value, 0));
    expect([...actual.keys()]).toEqual(expect.arrayContaining([...expected.keys()]));
    for (const [name, tensor] of expected) {
      const activation = actual.get(name);
      if (activation === undefined) throw new Error(`no ${name}`);
      const isPattern = name.endsWith('hook_pattern');
      const { absolute, relative } = largestDifference(
        { dims: activation.shape, data: Float32Array.from(activation.data) },
        tensor,
        tokens,
        isPattern || name.endsWith('hook_attn_scores'),
      );
      expect(isPattern ? absolute : relative, name).toBeLessThan(isPattern ? 2e-5 : 1e-4);
    }
  });

  it('writes the hook points asked for, of texts', async () => {
    const hooks = ['blocks.0.attn.hook_pattern', 'blocks.5.hook_resid_post'];
    const document = await cli.json(
      ...['probe', '--model', MINILM, '--text', 'She came.', '--text', 'She never came.'],
      ...['--hooks', hooks.join(', '), '--out', 'text.safetensors'],
    );
    expect(document).toMatchObject({ out: cli.path('text.safetensors'), hooks });
    const tensors = readSafetensors(readFileSync(cli.path('text.safetensors')));
    // [CLS] she never came . [SEP]
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ['blocks.0.attn.hook_pattern', [2, 12, 6, 6]],
      ['blocks.5.hook_resid_post', [2, 6, 384]],
    ]);
    const pattern = tensors.get('blocks.0.attn.hook_pattern')?.data ?? [];
    // The first row of the first head: over five tokens and one of padding.
    expect([...pattern.slice(0, 6)].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(pattern[5]).toBe(0);
  });

  it.each([
    [['--text', 'Hi', '--hooks', 'all'], 1, 'has no tokenizer.json; give token ids instead of text'],
    [['--inputs', 'golden.jsonl', '--hooks', 'all'], 1, 'golden.jsonl is not JSON'],
    [['--inputs', 'none.json', '--hooks', 'all'], 1, 'No such file: none.json does not exist'],
    [
      ['--inputs', join(GOLDEN_BERT, 'inputs.json'), '--hooks', 'blocks.0.attn.hook_patern'],
      2,
      'unknown hook point "blocks.0.attn.hook_patern"; the nearest are blocks.0.attn.hook_pattern',
    ],
  ])('says what is wrong with %j', async (args, code, message) => {
    const ended = await cli.run('probe', '--model', GOLDEN_BERT, ...args, '--out', 'never.safetensors');
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(message);
    expect(await readdir(cli.folder)).not.toContain('never.safetensors');
  });
});
