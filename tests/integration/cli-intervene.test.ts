/** `pairlens intervene` as a process of its own, against PyTorch and on bad input. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  parseSafetensorsHeader,
  readSafetensors,
  type Tensor,
} from '../../src/core/checkpoints/safetensors.ts';
import { CommandLine, GOLDEN_BERT, MINILM } from '../cli.ts';
import inputs from '../fixtures/golden/bert/inputs.json' with { type: 'json' };
import golden from '../fixtures/golden/bert/interventions.json' with { type: 'json' };

const Z1 = 'blocks.1.attn.hook_z';
const resid = (layer: number) => `blocks.${layer}.hook_resid_pre`;
const zero = (fields: object = {}) => ({ hook: Z1, value: 'zero', ...fields });

let cli: CommandLine;
let expected: Map<string, Tensor>;

/** Files of the command's folder. */
function write(name: string, content: unknown): string {
  writeFileSync(cli.path(name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const spec = (name: string, ...interventions: object[]) => write(name, { interventions });
const inputsOf = (ids: readonly number[]) => ({
  input_ids: [ids],
  token_type_ids: [(inputs.token_type_ids[0] ?? []).slice(0, ids.length)],
});

beforeAll(() => {
  cli = new CommandLine();
  expected = readSafetensors(readFileSync(join(GOLDEN_BERT, 'interventions.safetensors')));
  write('clean.json', inputsOf(golden.clean_ids));
  write('corrupted.json', inputsOf(golden.corrupted_ids));
  write('short.json', inputsOf(golden.clean_ids.slice(0, 5)));
});
afterAll(() => cli.remove());

const intervene = (specFile: string, ...args: string[]) =>
  cli.run('intervene', '--model', GOLDEN_BERT, '--spec', specFile, '--out', 'out.safetensors', ...args);

function largestDifference(name: string): number {
  const logits = readSafetensors(readFileSync(cli.path('out.safetensors'))).get('logits');
  const reference = expected.get(name);
  expect(logits?.shape).toEqual(reference?.shape);
  const differences = reference?.data.map((value, at) => Math.abs(value - (logits?.data[at] ?? NaN)));
  return differences?.reduce((most, value) => Math.max(most, value), 0) ?? NaN;
}

describe('equals PyTorch', () => {
  const clean = { from: 'clean.json' };
  it.each([
    ['clean', 'clean', []],
    ['zero_z_l0h1', 'clean', [{ hook: 'blocks.0.attn.hook_z', head: 1, value: 'zero' }]],
    ['mean_z_l1h2', 'clean', [{ hook: Z1, head: 2, value: 'mean' }]],
    ['patch_z_l1h0', 'corrupted', [{ hook: Z1, head: 0, value: clean }]],
    [
      'patch_resid_l0p2_l1p3',
      'corrupted',
      [
        { hook: resid(0), positions: [2], value: clean },
        { hook: resid(1), positions: [3], value: clean },
      ],
    ],
  ])('%s', async (name, on, interventions) => {
    const { code, stdout } = await intervene(spec('s.json', ...interventions), '--inputs', `${on}.json`);
    const counted = `${interventions.length} intervention${interventions.length === 1 ? '' : 's'}`;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `1 activation after ${counted} written to ${cli.path('out.safetensors')}\n`,
    });
    const largest = largestDifference(name);
    console.log(`${name}: largest difference ${largest.toExponential(2)}`);
    expect(largest).toBeLessThan(1e-4);
  });

  it('a PATH is looked for beside the spec, then in the current folder', async () => {
    mkdirSync(cli.path('specs'));
    const patch = { hook: Z1, head: 0, value: { from: 'clean.json' } };
    // Here corrupted, but beside the spec clean.
    write('specs/corrupted.json', inputsOf(golden.clean_ids));
    const beside = spec('specs/beside.json', { ...patch, value: { from: 'corrupted.json' } });
    const here = spec('specs/here.json', patch);
    for (const file of [beside, here]) {
      expect((await intervene(file, '--inputs', 'corrupted.json')).code).toBe(0);
      expect(largestDifference('patch_z_l1h0')).toBeLessThan(1e-4);
    }
  });
});

describe('writes', () => {
  it('the hook points asked for besides the logits, after the intervention, and what it was', async () => {
    const file = spec('s.json', zero({ head: 3, positions: [1, 2] }));
    const document = await cli.json(
      ...['intervene', '--model', GOLDEN_BERT, '--inputs', 'clean.json', '--spec', file],
      ...['--hooks', `${Z1},resid_final`, '--out', 'out.safetensors'],
    );
    expect(document).toMatchObject({ interventions: 1, hooks: ['logits', Z1, 'resid_final'] });
    const bytes = readFileSync(cli.path('out.safetensors'));
    const tensors = readSafetensors(bytes);
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ['logits', [1, 11, 107]],
      [Z1, [1, 11, 4, 8]],
      ['resid_final', [1, 11, 32]],
    ]);
    const z = tensors.get(Z1)?.data ?? new Float32Array();
    const silent = [0, 1, 2, 3].map((position) =>
      [0, 1, 2, 3].filter((head) =>
        z.subarray((position * 4 + head) * 8, (position * 4 + head + 1) * 8).every((value) => value === 0),
      ),
    );
    expect(silent).toEqual([[], [3], [3], []]);
    const { metadata } = parseSafetensorsHeader(bytes);
    expect(JSON.parse(metadata['spec'] ?? '')).toEqual({
      interventions: [zero({ head: 3, positions: [1, 2] })],
    });
    // Whoever draws patterns of it need not guess from zeros whether it is a decoder.
    expect(metadata['causal']).toBe('false');
  });

  it('hook points of a model without logits, of texts', async () => {
    const file = spec('s.json', { hook: 'blocks.5.hook_attn_out', value: 'mean' });
    const hooks = 'blocks.5.hook_attn_out';
    const { code } = await cli.run(
      ...['intervene', '--model', MINILM, '--text', 'She came.', '--text', 'She never came.'],
      ...['--spec', file, '--hooks', hooks, '--out', 'text.safetensors'],
    );
    expect(code).toBe(0);
    const tensors = readSafetensors(readFileSync(cli.path('text.safetensors')));
    expect([...tensors.keys()]).toEqual([hooks]);
    const { shape = [], data = new Float32Array() } = tensors.get(hooks) ?? {};
    expect(shape).toEqual([2, 6, 384]);
    // The mean of a row is at every one of its tokens: five in the first, six in the second.
    const at = (row: number, position: number) =>
      data.subarray((row * 6 + position) * 384, (row * 6 + position + 1) * 384);
    for (const position of [1, 2, 3, 4]) expect(at(0, position)).toEqual(at(0, 0));
    for (const position of [1, 2, 3, 4, 5]) expect(at(1, position)).toEqual(at(1, 0));
    expect(at(0, 5)).not.toEqual(at(0, 0));
  });
});

describe('says what is wrong with', () => {
  const clean = ['--inputs', 'clean.json'];
  it.each<[string, string | object, readonly string[], number, string]>([
    ['no JSON', '{"interventions": [', clean, 2, 'bad.json is not JSON'],
    ['another field', { interventions: [], heads: 1 }, clean, 2, 'bad.json: Unrecognized key: "heads"'],
    [
      'a field of an intervention',
      { interventions: [zero(), zero({ head: 'two' })] },
      clean,
      2,
      'bad.json: interventions[1].head: ',
    ],
    [
      'an unknown value',
      { interventions: [zero({ value: 'noise' })] },
      clean,
      2,
      'interventions[0].value: expected "zero", "mean" or {"from": PATH}',
    ],
    [
      'a hook point that is not there',
      { interventions: [zero({ hook: 'blocks.7.attn.hook_z' })] },
      clean,
      2,
      'unknown hook point "blocks.7.attn.hook_z"; the nearest are blocks.0.attn.hook_z',
    ],
    [
      'a head that is not there',
      { interventions: [zero({ head: 4 })] },
      clean,
      2,
      `interventions[0]: head 4 is outside 0 … 3, the heads of ${Z1}`,
    ],
    [
      'a head where there are none',
      { interventions: [zero({ hook: resid(0), head: 0 })] },
      clean,
      2,
      `interventions[0]: head 0: ${resid(0)} has no heads`,
    ],
    [
      'a position that is not there',
      { interventions: [zero({ positions: [11] })] },
      clean,
      2,
      'interventions[0]: position 11 is no token of the input, whose row 0 has 11',
    ],
    [
      'a position that is padding in one row',
      { interventions: [zero({ positions: [8] })] },
      ['--inputs', join(GOLDEN_BERT, 'inputs.json')],
      2,
      'interventions[0]: position 8 is no token of the input, whose row 1 has 8',
    ],
    [
      'an input of another length',
      { interventions: [zero({ value: { from: 'short.json' } })] },
      clean,
      2,
      'interventions[0]: row 0 of the input has 11 tokens, the recorded one 5; name positions that both have',
    ],
    [
      'a position that only one input has',
      { interventions: [zero({ value: { from: 'short.json' }, positions: [4, 5] })] },
      clean,
      2,
      'interventions[0]: position 5 is not in both',
    ],
    [
      'a file that is not there',
      { interventions: [zero({ value: { from: 'none.json' } })] },
      clean,
      1,
      'none.json does not exist',
    ],
    [
      'a file that holds no inputs',
      { interventions: [zero({ value: { from: 'bad.json' } })] },
      clean,
      1,
      'bad.json: input_ids',
    ],
    ['neither text nor inputs', { interventions: [] }, [], 2, 'give either --text or --inputs'],
    ['a text without a tokenizer', { interventions: [] }, ['--text', 'Hi'], 1, 'has no tokenizer.json'],
    [
      'no hook points in --hooks',
      { interventions: [] },
      [...clean, '--hooks', ','],
      2,
      '--hooks names no hook point',
    ],
  ])('%s', async (_what, content, args, code, message) => {
    const before = readdirSync(cli.folder).filter((name) => name.endsWith('.safetensors'));
    const ended = await cli.run(
      ...['intervene', '--model', GOLDEN_BERT, '--spec', write('bad.json', content), ...args],
      ...['--out', 'never.safetensors'],
    );
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toContain('please report this');
    expect(readdirSync(cli.folder).filter((name) => name.endsWith('.safetensors'))).toEqual(before);
  });

  it('a model without logits, and a spec that is not there', async () => {
    const logits = await cli.run(
      ...[
        'intervene',
        '--model',
        MINILM,
        '--text',
        'Hi',
        '--spec',
        spec('s.json'),
        '--out',
        'n.safetensors',
        '--json',
      ],
    );
    expect(logits.code).toBe(2);
    expect(JSON.parse(logits.stdout)).toMatchObject({
      error: {
        code: 'BAD_REQUEST',
        message: expect.stringContaining(
          'has no logits, because its checkpoint has no language-model head: say with --hooks',
        ) as string,
      },
    });
    const missing = await intervene('none.json', ...clean);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('No such file: none.json does not exist');
  });
});
