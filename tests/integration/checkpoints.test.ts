/** Checkpoint folders as people have them: under old names, in shards, damaged, half compiled, on a full disk. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { processTag } from '../../src/main/engine/files/process-tag.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { afterFilesSettled } from '../settled-files.ts';
import { largestDifference } from './parity.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden/bert');
const RESOURCES = join(import.meta.dirname, '../../resources');
const LIBRARY_MODULE = join(import.meta.dirname, '../../src/main/engine/models/library.ts');

let scratch: string;
let home: string;
let folder: string;
let library: ModelLibrary;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pairlens-checkpoints-'));
  home = join(scratch, 'home');
  folder = join(scratch, 'model');
  await mkdir(folder);
  for (const name of ['config.json', 'model.safetensors']) await cp(join(GOLDEN, name), join(folder, name));
  library = new ModelLibrary({ home, resources: RESOURCES });
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(scratch, { recursive: true });
});

const weightsPath = () => join(folder, 'model.safetensors');
const compiledFolders = async () =>
  (await readdir(join(home, 'models'))).filter((name) => !['hashes', 'damaged'].includes(name));

async function tensors(): Promise<Map<string, Tensor>> {
  return readSafetensors(await readFile(weightsPath()));
}

async function changeConfig(change: Record<string, unknown>): Promise<void> {
  const config = JSON.parse(await readFile(join(GOLDEN, 'config.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, ...change }));
}

/** The file's header replaced by another of any length; its data as it was. */
async function replaceHeader(
  change: (header: Record<string, { data_offsets: number[] }>) => void,
): Promise<void> {
  const bytes = await readFile(weightsPath());
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<
    string,
    { data_offsets: number[] }
  >;
  change(header);
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(json.length));
  await writeFile(weightsPath(), Buffer.concat([prefix, json, bytes.subarray(8 + length)]));
}

/** Largest relative difference of the last residual stream from PyTorch's on the golden inputs. */
async function differenceFromGolden(): Promise<number> {
  const inputs = JSON.parse(await readFile(join(GOLDEN, 'inputs.json'), 'utf8')) as Record<
    string,
    number[][]
  >;
  const {
    input_ids: inputIds = [],
    attention_mask: attentionMask = [],
    token_type_ids: tokenTypeIds = [],
  } = inputs;
  const expected = readSafetensors(await readFile(join(GOLDEN, 'expected.safetensors'))).get('resid_final');
  const model = await library.open(folder);
  const actual = (await model.run({ inputIds, attentionMask, tokenTypeIds }, ['resid_final'])).get(
    'resid_final',
  );
  await model.close();
  if (!expected || !actual) throw new Error('no resid_final');
  const lengths = attentionMask.map((row) => row.filter((value) => value === 1).length);
  return largestDifference(actual, expected, lengths, false).relative;
}

describe('forms that a checkpoint comes in', () => {
  it('as transformers saves it today', async () => {
    expect(await differenceFromGolden()).toBeLessThan(1e-4);
  });

  it('without the prefix "bert.", with gamma and beta, a pooler and the position_ids buffer', async () => {
    const old = new Map<string, Tensor>([
      ['pooler.dense.weight', { shape: [32, 32], data: new Float32Array(1024) }],
      ['embeddings.position_ids', { shape: [1, 40], data: new Float32Array(40) }],
    ]);
    for (const [name, tensor] of await tensors()) {
      const oldName = name.replace(/^bert\./, '').replace('LayerNorm.weight', 'LayerNorm.gamma');
      old.set(oldName.replace('LayerNorm.bias', 'LayerNorm.beta'), tensor);
    }
    await writeFile(weightsPath(), writeSafetensors(old));
    expect(await differenceFromGolden()).toBeLessThan(1e-4);
  });

  it('in shards', async () => {
    const all = [...(await tensors())];
    const shards = { 'part-1.safetensors': all.slice(0, 20), 'part-2.safetensors': all.slice(20) };
    for (const [file, some] of Object.entries(shards))
      await writeFile(join(folder, file), writeSafetensors(new Map(some)));
    const weight_map = Object.fromEntries(
      Object.entries(shards).flatMap(([file, some]) => some.map(([name]) => [name, file])),
    );
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map }));
    await rm(weightsPath());
    expect(await differenceFromGolden()).toBeLessThan(1e-4);
    const model = await library.open(folder);
    const bytes = await Promise.all(Object.keys(shards).map((file) => readFile(join(folder, file))));
    expect(model.weightsHash).toBe(createHash('sha256').update(Buffer.concat(bytes)).digest('hex'));
    await model.close();
  });

  it('in shards whose index is missing', async () => {
    const all = [...(await tensors())];
    const parts = [all.slice(0, 20), all.slice(20)];
    for (const [index, some] of parts.entries())
      await writeFile(
        join(folder, `model-0000${index + 1}-of-00002.safetensors`),
        writeSafetensors(new Map(some)),
      );
    await rm(weightsPath());
    expect(await differenceFromGolden()).toBeLessThan(1e-4);
    await rm(join(folder, 'model-00002-of-00002.safetensors'));
    await expect(library.open(folder)).rejects.toMatchObject({
      message: expect.stringContaining(
        'of its pieces model-00002-of-00002.safetensors is missing',
      ) as unknown,
    });
  });

  it.each(['module.', '_orig_mod.', 'model.', 'module.model.', '0.auto_model.'])(
    'saved inside of something else: %s',
    async (wrapper) => {
      const wrapped = new Map([...(await tensors())].map(([name, tensor]) => [wrapper + name, tensor]));
      wrapped.set('criterion.weight', { shape: [3], data: new Float32Array(3) });
      await writeFile(weightsPath(), writeSafetensors(wrapped));
      expect(await differenceFromGolden()).toBeLessThan(1e-4);
    },
  );

  it('without a tokenizer', async () => {
    const model = await library.open(folder);
    expect([model.tokenizer, model.tokenizerHash, model.name]).toEqual([null, '', 'model']);
    await model.close();
  });
});

describe('folders that are refused, with nothing left behind', () => {
  const refusals: [string, () => Promise<unknown>, string, RegExp][] = [
    [
      'no folder',
      () => rm(folder, { recursive: true }),
      'MODEL_NOT_FOUND',
      /neither a model that is here \(all-MiniLM-L6-v2.*\) nor a folder/,
    ],
    ['no config', () => rm(join(folder, 'config.json')), 'MODEL_INVALID', /has no config\.json/],
    [
      'a config that is no JSON',
      () => writeFile(join(folder, 'config.json'), '{'),
      'MODEL_INVALID',
      /config\.json is not a JSON object/,
    ],
    ['no weights', () => rm(weightsPath()), 'MODEL_INVALID', /has no model\.safetensors/],
    [
      'weights of another kind',
      async () => {
        await rm(weightsPath());
        await writeFile(join(folder, 'tf_model.h5'), '');
      },
      'MODEL_INVALID',
      /has no model\.safetensors and no pytorch_model\.bin; tf_model\.h5 cannot take their place: weights of TensorFlow; .*from_tf=True/,
    ],
    [
      'a GGUF file',
      async () => {
        await rm(weightsPath());
        await writeFile(join(folder, 'model-q4.gguf'), 'GGUF');
      },
      'MODEL_INVALID',
      /model-q4\.gguf cannot take their place: weights in GGUF, the form of llama\.cpp/,
    ],
    [
      'an adapter',
      async () => {
        await rm(weightsPath());
        await rm(join(folder, 'config.json'));
        await writeFile(join(folder, 'adapter_model.safetensors'), '');
        await writeFile(
          join(folder, 'adapter_config.json'),
          '{"base_model_name_or_path": "bert-base-uncased"}',
        );
      },
      'MODEL_INVALID',
      /is an adapter \(LoRA or another of PEFT, for bert-base-uncased\), not a model: merge it/,
    ],
    [
      'the layout of sentence-transformers',
      async () => {
        await mkdir(join(folder, '0_Transformer'));
        await cp(join(folder, 'config.json'), join(folder, '0_Transformer/config.json'));
        await rm(join(folder, 'config.json'));
      },
      'MODEL_INVALID',
      /has no config\.json; the model lies in .*0_Transformer: give that folder/,
    ],
    [
      'the output of a trainer',
      async () => {
        for (const name of ['checkpoint-500', 'checkpoint-1000']) {
          await mkdir(join(folder, name));
          await cp(join(folder, 'config.json'), join(folder, name, 'config.json'));
        }
        await rm(join(folder, 'config.json'));
      },
      'MODEL_INVALID',
      /models in folders below \(checkpoint-1000, checkpoint-500\): give one of them/,
    ],
    [
      'a web page in place of the weights',
      () => writeFile(weightsPath(), '<!DOCTYPE html><html>Access denied</html>'),
      'CHECKPOINT_INVALID',
      /model\.safetensors: a web page that was saved in place of the weights/,
    ],
    [
      'a pointer in place of the config',
      () => writeFile(join(folder, 'config.json'), 'version https://git-lfs.github.com/spec/v1\n'),
      'MODEL_INVALID',
      /config\.json is a Git LFS pointer/,
    ],
    [
      'quantised weights',
      () => changeConfig({ quantization_config: { quant_method: 'gptq', bits: 4 } }),
      'MODEL_UNSUPPORTED',
      /the weights are quantised by gptq \(config\.json has quantization_config\): take the checkpoint/,
    ],
    [
      'pruned heads',
      () => changeConfig({ pruned_heads: { 0: [1, 2], 1: [] } }),
      'MODEL_UNSUPPORTED',
      /heads were pruned \(config\.json has pruned_heads: 1, 2 of layer 0\)/,
    ],
    [
      'heads that were pruned without a word in the config',
      async () => {
        const some = await tensors();
        some.set('bert.encoder.layer.0.attention.self.query.weight', {
          shape: [24, 32],
          data: new Float32Array(24 * 32),
        });
        await writeFile(weightsPath(), writeSafetensors(some));
      },
      'CHECKPOINT_INVALID',
      /has shape \[24, 32\], but by config\.json it is \[32, 32\]; a model whose heads were pruned is not computed/,
    ],
    [
      'an adapter among the weights',
      async () => {
        const some = await tensors();
        some.set('bert.encoder.layer.0.attention.self.query.lora_A.weight', {
          shape: [2, 32],
          data: new Float32Array(64),
        });
        await writeFile(weightsPath(), writeSafetensors(some));
      },
      'MODEL_UNSUPPORTED',
      /have an adapter in them that is not merged/,
    ],
    [
      'two models in one file',
      async () => {
        const both = [...(await tensors())].flatMap(([name, tensor]) => [
          [`student.${name}`, tensor] as const,
          [`teacher.${name}`, tensor] as const,
        ]);
        await writeFile(weightsPath(), writeSafetensors(new Map(both)));
      },
      'CHECKPOINT_INVALID',
      /holds several models, under "student\." and "teacher\.": save one of them alone/,
    ],
    [
      'the model of another family inside',
      async () => {
        const other = [...(await tensors())].map(
          ([name, tensor]) => [name.replace(/^bert\./, 'roberta.'), tensor] as const,
        );
        await writeFile(weightsPath(), writeSafetensors(new Map(other)));
      },
      'TENSOR_MISSING',
      /no tensor "embeddings\.word_embeddings\.weight", but "roberta\.embeddings\.word_embeddings\.weight"/,
    ],
    [
      'a value that is not finite',
      async () => {
        const some = await tensors();
        const values = some.get('bert.encoder.layer.0.attention.self.query.weight')?.data;
        values?.set([NaN, Infinity], 33);
        await writeFile(weightsPath(), writeSafetensors(some));
      },
      'CHECKPOINT_INVALID',
      /tensor "bert\.encoder\.layer\.0\.attention\.self\.query\.weight" has a value that is not a number \(NaN\) at \[1, 1\]; in all 2 of its 1024/,
    ],
    [
      'an unknown model_type',
      () => changeConfig({ model_type: 'bort' }),
      'MODEL_UNSUPPORTED',
      /unknown model_type "bort"/,
    ],
    [
      'sizes that contradict the config',
      () => changeConfig({ intermediate_size: 41 }),
      'CHECKPOINT_INVALID',
      /intermediate\.dense\.weight" has shape \[40, 32\], but by config\.json it is \[41, 32\]/,
    ],
    [
      'a missing tensor',
      async () => {
        const some = await tensors();
        some.delete('bert.encoder.layer.1.output.dense.weight');
        await writeFile(weightsPath(), writeSafetensors(some));
      },
      'TENSOR_MISSING',
      /no tensor "bert\.encoder\.layer\.1\.output\.dense\.weight"/,
    ],
    [
      'an empty file of weights',
      () => writeFile(weightsPath(), ''),
      'CHECKPOINT_INVALID',
      /ends after 0 bytes/,
    ],
    [
      'a truncated file',
      () => truncate(weightsPath(), 50_000),
      'CHECKPOINT_INVALID',
      /ends at byte \d+, but the file has 50000/,
    ],
    [
      'a truncated header',
      () => truncate(weightsPath(), 500),
      'CHECKPOINT_INVALID',
      /claims \d+ bytes, but the file has 492/,
    ],
    [
      'a header of 2^60 bytes',
      async () => {
        const bytes = await readFile(weightsPath());
        bytes.writeBigUInt64LE(2n ** 60n);
        await writeFile(weightsPath(), bytes);
      },
      'CHECKPOINT_INVALID',
      /claims 1152921504606846976 bytes/,
    ],
    [
      'tensors that overlap',
      () =>
        replaceHeader((header) => {
          const [first, second] = Object.entries(header)
            .filter(([name]) => name.endsWith('LayerNorm.bias'))
            .map(([, entry]) => entry);
          if (first && second) second.data_offsets = first.data_offsets;
        }),
      'CHECKPOINT_INVALID',
      /overlaps|belong to no tensor/,
    ],
    [
      'a tensor out of range',
      () =>
        replaceHeader((header) => {
          for (const entry of Object.values(header))
            if ('data_offsets' in entry)
              entry.data_offsets = entry.data_offsets.map((offset) => offset + 4e9);
        }),
      'CHECKPOINT_INVALID',
      /4000000000 bytes before tensor/,
    ],
    [
      'an index that reaches out of the folder',
      async () => {
        await rm(weightsPath());
        const weight_map = { 'a.weight': '../outside.safetensors' };
        await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map }));
      },
      'MODEL_INVALID',
      /not in the folder: \.\.\/outside\.safetensors/,
    ],
    [
      'a tokenizer that is none',
      () => writeFile(join(folder, 'tokenizer.json'), '{"model": 3}'),
      'MODEL_INVALID',
      /the tokenizer in .* cannot be used/,
    ],
    [
      'a tokenizer of another model',
      () => cp(join(RESOURCES, 'models/all-MiniLM-L6-v2/vocab.txt'), join(folder, 'vocab.txt')),
      'MODEL_INVALID',
      /has the token "\[unused102\]" with id 107, but by config\.json the model has 107 tokens/,
    ],
  ];

  it.each(refusals)('%s', async (_what, damage, code, message) => {
    await damage();
    const refused = expect(library.open(folder)).rejects;
    await refused.toMatchObject({
      name: 'PairlensError',
      code,
      message: expect.stringMatching(message) as string,
    });
    expect(await compiledFolders().catch(() => [])).toEqual([]);
  });

  it('what config.json and the headers tell is told before the weights are read', async () => {
    for (const change of [{ model_type: 't5' }, { intermediate_size: 41 }]) {
      await changeConfig(change);
      const told: string[] = [];
      await expect(library.open(folder, (text) => told.push(text))).rejects.toMatchObject({
        name: 'PairlensError',
      });
      expect(told).toEqual([]);
    }
  });

  it('a file in place of a folder', async () => {
    await expect(library.open(weightsPath())).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: `${weightsPath()} is a file; give the folder that it lies in, with config.json and the tokenizer beside it`,
    });
  });

  it('a home that is no folder', async () => {
    await writeFile(home, '');
    await expect(library.open(folder)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });
});

describe('compiled folders', () => {
  const open = async () => (await library.open(folder)).close();

  it('are made anew for another config, and kept beside the old one', async () => {
    await open();
    await changeConfig({ layer_norm_eps: 1e-5 });
    await open();
    expect(await compiledFolders()).toHaveLength(2);
  });

  it('are made anew for other weights of the same size', async () => {
    await open();
    const changed = await tensors();
    changed.get('cls.predictions.bias')?.data.fill(1);
    await writeFile(weightsPath(), writeSafetensors(changed, { format: 'pt' }));
    await open();
    expect(await compiledFolders()).toHaveLength(2);
  });

  it('are repaired when one of their files is damaged', async () => {
    await open();
    const [compiled = ''] = await compiledFolders();
    for (const [file, content] of [
      ['weights.data', 'x'],
      ['graph.onnx', 'x'],
      ['model.json', '{"formatVersion": 0}'],
      ['model.json', '{'],
    ] as const) {
      await writeFile(join(home, 'models', compiled, file), content);
      expect(await differenceFromGolden()).toBeLessThan(1e-4);
    }
    await rm(join(home, 'models', compiled, 'graph.onnx'));
    expect(await differenceFromGolden()).toBeLessThan(1e-4);
    expect(await compiledFolders()).toEqual([compiled]);
  });

  it('say what the model is without being opened', async () => {
    await open();
    const [compiled = ''] = await compiledFolders();
    expect(JSON.parse(await readFile(join(home, 'models', compiled, 'model.json'), 'utf8'))).toMatchObject({
      architecture: 'bert',
      causal: false,
      dimensions: { layers: 2, heads: 4, dModel: 32, dHead: 8, maxPositions: 40, vocabularySize: 107 },
      hooks: expect.arrayContaining([
        { name: 'blocks.1.attn.hook_pattern', axes: ['batch', 4, 'pos', 'pos'] },
        { name: 'blocks.1.attn.hook_z', axes: ['batch', 'pos', 4, 8] },
        { name: 'logits', axes: ['batch', 'pos', 107] },
      ]) as unknown,
    });
  });

  /** Compiles in a process of its own, which kills itself as soon as weights.data has been begun. */
  function compileAndDie(): NodeJS.Signals | null {
    const script = `
      import { existsSync, readdirSync } from 'node:fs';
      import { join } from 'node:path';
      const { ModelLibrary } = await import(${JSON.stringify(LIBRARY_MODULE)});
      const models = ${JSON.stringify(join(home, 'models'))};
      const compiling = () => existsSync(models) && readdirSync(models).find((name) => name.startsWith('.compiling'));
      const begun = () => compiling() && existsSync(join(models, compiling(), 'weights.data'));
      const watch = () => (begun() ? process.kill(process.pid, 'SIGKILL') : setImmediate(watch));
      watch();
      const library = new ModelLibrary({ home: ${JSON.stringify(home)}, resources: ${JSON.stringify(RESOURCES)} });
      await library.open(${JSON.stringify(folder)});`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal;
  }

  it.skipIf(process.platform === 'win32')(
    'that were never finished, for the process was killed, are none, and the next open makes them anew',
    async () => {
      expect(compileAndDie()).toBe('SIGKILL');
      expect(await compiledFolders()).toEqual([expect.stringMatching(/^\.compiling-/)]);
      expect(await differenceFromGolden()).toBeLessThan(1e-4);
      expect(await compiledFolders()).toEqual([expect.stringMatching(/^[0-9a-f]{16}-/)]);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'that were never finished are cleared away by the next start',
    async () => {
      expect(compileAndDie()).toBe('SIGKILL');
      expect(await compiledFolders()).toHaveLength(1);
      await (await openEngine({ home, shell: 'cli' })).close();
      expect(await compiledFolders()).toEqual([]);
    },
  );

  it('of a killed process are removed, those of a live one are not', async () => {
    const [host = ''] = processTag().split('-');
    const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    for (const pid of [dead, process.pid, `${dead}x`])
      await mkdir(join(home, 'models', `.compiling-${host}-${pid}-0000`), { recursive: true });
    await mkdir(join(home, 'models', `.compiling-otherhost-${dead}-0000`));
    // One that is two days old is nobody's, whichever process has its number by now.
    const old = join(home, 'models', `.compiling-${host}-${process.pid}-0001`);
    await mkdir(old);
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    await utimes(old, twoDaysAgo, twoDaysAgo);
    await open();
    const left = (await compiledFolders()).filter((name) => name.startsWith('.compiling'));
    expect(left.toSorted()).toEqual(
      [`.compiling-${host}-${process.pid}-0000`, `.compiling-otherhost-${dead}-0000`].toSorted(),
    );
  });

  it('can be made by several processes at once', async () => {
    const script = `
      const { ModelLibrary } = await import(${JSON.stringify(LIBRARY_MODULE)});
      const library = new ModelLibrary({ home: ${JSON.stringify(home)}, resources: ${JSON.stringify(RESOURCES)} });
      const model = await library.open(${JSON.stringify(folder)});
      const output = await model.run({ inputIds: [[5, 6, 7]] }, ['resid_final']);
      console.log(output.get('resid_final').data[0]);
      await model.close();`;
    const runs = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]),
    );
    const answers = (await Promise.all(runs)).map(({ stdout }) => stdout);
    expect(new Set(answers).size).toBe(1);
    expect(await compiledFolders()).toHaveLength(1);
  });
});

describe('a full disk', () => {
  const mounted = () =>
    process.getuid?.() === 0 &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home]).status === 0;

  it('stops a compile, leaves nothing, and is no hindrance once there is room', async (context) => {
    await mkdir(home);
    if (!mounted()) return context.skip('a small disk cannot be mounted here (it takes root)');
    try {
      await expect(library.open(folder)).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringContaining(`no room is left on the disk for ${join(home, 'models')}`) as string,
      });
      expect(await compiledFolders()).toEqual([]);
      expect(spawnSync('mount', ['-o', 'remount,size=10m', home]).status).toBe(0);
      expect(await differenceFromGolden()).toBeLessThan(1e-4);
    } finally {
      spawnSync('umount', [home]);
    }
  });
});

describe('the memory of hashes', () => {
  it('is used for a file that has not changed since, and not for one that has', async () => {
    const activities: string[] = [];
    const open = async () => (await library.open(folder, (text) => activities.push(text))).close();
    await open();
    // A file that has only just changed is not remembered.
    afterFilesSettled();
    await open();
    activities.length = 0;
    await open();
    expect(activities).toEqual([]);
    await utimes(weightsPath(), 0, 0);
    await open();
    expect(activities).toEqual(['Reading the weights']);
  });
});
