/** Weights as torch.save writes them: read like safetensors, bit for bit; and what is no state_dict is refused. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { indexTensors } from '../../src/main/engine/checkpoints/stored-tensors.ts';
import { tensorValues } from '../../src/main/engine/checkpoints/tensor-values.ts';
import { PairlensError } from '../../src/shared/errors.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden/bert');
const FIXTURES = join(import.meta.dirname, '../fixtures/checkpoints');
const RESOURCES = join(import.meta.dirname, '../../resources');
const FORMATS = ['zip', 'legacy'] as const;

let scratch: string;
let library: ModelLibrary;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pairlens-torch-'));
  library = new ModelLibrary({ home: join(scratch, 'home'), resources: RESOURCES });
});

afterEach(async () => rm(scratch, { recursive: true }));

const index = (...files: string[]) => indexTensors({ weightFiles: files, weightMap: new Map() });
const fixture = (name: string) => join(FIXTURES, name);

/** A folder with the golden BERT's config, and these files of the fixtures under other names. */
async function modelFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(scratch, 'model');
  await mkdir(folder);
  await cp(join(GOLDEN, 'config.json'), join(folder, 'config.json'));
  for (const [name, source] of Object.entries(files)) await cp(source, join(folder, name));
  return folder;
}

/** All of a tensor's values, put together from reads of `block` elements. */
async function valuesOf(file: string, name: string, block: number): Promise<Float32Array> {
  const stored = (await index(file)).get(name);
  if (!stored) throw new Error(`no tensor ${name}`);
  await using handle = await open(file, 'r');
  const values = await tensorValues(handle, name, stored);
  const count = stored.shape.reduce((product, size) => product * size, 1);
  const all = new Float32Array(count);
  for (let first = 0; first < count; first += block)
    all.set(await values.read(first, Math.min(block, count - first)), first);
  return all;
}

/** Bit for bit, signs of zeros included; any NaN is as good as another. */
const bits = (values: Float32Array) =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value)));

describe.each(FORMATS)('a state_dict in the %s format', (format) => {
  it('has every hook point of the same weights in safetensors, bit for bit', async () => {
    const inputs = JSON.parse(await readFile(join(GOLDEN, 'inputs.json'), 'utf8')) as Record<
      string,
      number[][]
    >;
    const batch = {
      inputIds: inputs['input_ids'] ?? [],
      attentionMask: inputs['attention_mask'] ?? [],
      tokenTypeIds: inputs['token_type_ids'] ?? [],
    };
    const torch = await library.open(
      await modelFolder({ 'pytorch_model.bin': fixture(`bert.${format}.bin`) }),
    );
    const safe = await library.open(GOLDEN);
    expect(torch.hooks).toEqual(safe.hooks);
    expect(torch.weightsHash).not.toBe(safe.weightsHash);
    const [actual, expected] = [await torch.run(batch, torch.hooks), await safe.run(batch, safe.hooks)];
    expect(actual.size).toBeGreaterThan(30);
    for (const [name, { dims, data }] of expected) {
      const same = actual.get(name);
      if (!same) throw new Error(`no hook point ${name}`);
      expect(same.dims, name).toEqual(dims);
      expect(Buffer.from(same.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(true);
    }
    await Promise.all([torch.close(), safe.close()]);
  });

  it('has views of storages and every floating-point type as PyTorch makes them float32', async () => {
    const expected = readSafetensors(await readFile(fixture('views.safetensors')));
    expect(expected.size).toBe(14);
    for (const [name, { shape, data }] of expected)
      for (const block of [data.length, 5]) {
        const stored = (await index(fixture(`views.${format}.bin`))).get(name);
        expect(stored?.shape, name).toEqual(shape);
        expect(bits(await valuesOf(fixture(`views.${format}.bin`), name, block)), name).toEqual(bits(data));
      }
  });

  it('lists tensors of whole numbers, and takes none of them for weights', async () => {
    const file = fixture(`views.${format}.bin`);
    const tensors = await index(file);
    const dtypes = ['long', 'int', 'bool', 'unsigned'].map((name) => tensors.get(name)?.dtype);
    expect(dtypes).toEqual(['I64', 'I32', 'BOOL', 'U16']);
    await expect(valuesOf(file, 'long', 4)).rejects.toMatchObject({
      code: 'CHECKPOINT_INVALID',
      message: 'tensor "long" is I64, none of F16, BF16, F32, F64',
    });
  });

  it('brings nothing but a PairlensError when any of its bytes are others', async () => {
    const whole = await readFile(fixture(`views.${format}.bin`));
    const file = join(scratch, 'mutated.bin');
    // What is no tensor's data: the pickle, and of a zip archive its directory at the end.
    const place = fc.oneof(fc.nat(2300), fc.integer({ min: whole.length - 1500, max: whole.length - 1 }));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, fc.oneof(fc.constantFrom(0, 0xff, 0x7f), fc.nat(255))), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.option(fc.nat(whole.length), { freq: 4, nil: whole.length }),
        async (changes, length) => {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          await writeFile(file, bytes);
          try {
            for (const { begin, end } of (await index(file)).values()) {
              expect(begin).toBeGreaterThanOrEqual(0);
              expect(end).toBeLessThanOrEqual(length);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(PairlensError);
            refused++;
          }
        },
      ),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

it('noise in place of weights brings nothing but a PairlensError, whatever its name', async () => {
  const beginnings = ['', 'PK\x03\x04', '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', '\x02\0\0\0\0\0\0\0{}'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('noise.bin', 'noise.safetensors'),
      fc.constantFrom(...beginnings.map((text) => Buffer.from(text, 'latin1'))),
      fc.uint8Array({ maxLength: 200 }),
      fc.boolean(),
      async (name, beginning, noise, ends) => {
        // The end that a zip archive of one entry has.
        const end = ends ? [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 46, 0, 0, 0, 4, 0, 0, 0, 0, 0] : [];
        const file = join(scratch, name);
        await writeFile(file, Buffer.concat([beginning, noise, Buffer.from(end)]));
        await index(file).then(
          (tensors) => expect(tensors.size).toBe(0),
          (error: unknown) => expect(error).toBeInstanceOf(PairlensError),
        );
      },
    ),
    { numRuns: 400 },
  );
});

describe('a training checkpoint', () => {
  it('gives the weights that lie in it, inside of what they were wrapped in', async () => {
    const all = ['resid_final', 'logits'];
    const ids = [[98, 51, 41, 90, 37]];
    const outputs = [];
    for (const folder of [GOLDEN, await modelFolder({ 'pytorch_model.bin': fixture('training.bin') })]) {
      const model = await library.open(folder);
      outputs.push([...(await model.run({ inputIds: ids }, all)).values()].map(({ data }) => bits(data)));
      await model.close();
    }
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it('whose weights are of another model is refused as that', async () => {
    const folder = await modelFolder({ 'pytorch_model.bin': fixture('nested.bin') });
    await expect(library.open(folder)).rejects.toMatchObject({ code: 'TENSOR_MISSING' });
  });
});

describe('a .bin that is no state_dict is refused', () => {
  it.each<[string, RegExp]>([
    ['system-2.bin', /"posix\.system", which no state_dict needs; nothing was executed/],
    ['system-4.bin', /"posix\.system", which no state_dict needs; nothing was executed/],
    ['system.legacy.bin', /"posix\.system", which no state_dict needs; nothing was executed/],
    ['bomb-storage.bin', /archive\/data\/0 is compressed or encrypted, 16\d+ bytes for 16777216/],
    ['bomb-pickle.bin', /archive\/data\.pkl is compressed or encrypted, 16\d+ bytes for 16777216/],
    ['script.bin', /TorchScript program/],
    [
      'whole-model.bin',
      /it is a whole pickled model \(__main__\.Net\), which only its own Python code can open; nothing was executed; save the weights alone/,
    ],
    ['whole-model-inside.bin', /under "model" lies a whole pickled model \(__main__\.Net\)/],
    [
      'two-models.bin',
      /a training checkpoint with weights under "state_dict" and "model": which are meant cannot be told/,
    ],
    [
      'weights-elsewhere.bin',
      /a dict with the keys "rate", "weights_of_mine", none of which holds weights alone/,
    ],
  ])('%s', async (name, message) => {
    const folder = await modelFolder({ 'pytorch_model.bin': fixture(name) });
    await expect(library.open(folder)).rejects.toMatchObject({
      name: 'PairlensError',
      code: 'CHECKPOINT_INVALID',
      message: expect.stringMatching(message) as string,
    });
    expect(existsSync('pairlens-was-here')).toBe(false);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['an empty file', '', /of 0 bytes, begins neither as torch's zip archives nor as its older files do/],
    ['text', 'not found', /begins neither/],
    ['a web page', '<html>not found</html>', /a web page that was saved in place of the weights/],
    ['an error', '{"error": "gated"}', /an error message of a server that was saved in place of the weights/],
    ['zeros', Buffer.alloc(4096), /nothing but zeros/],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n',
      /Git LFS pointer/,
    ],
    ['half an archive', Buffer.from('PK\x03\x04'), /zip archive is damaged/],
    ['a pickle that does not end', legacyPickle(9 << 20), /pickles have over 8388608 bytes/],
  ])('%s', async (_what, content, message) => {
    const file = join(scratch, 'pytorch_model.bin');
    await writeFile(file, content);
    await expect(index(file)).rejects.toMatchObject({
      code: 'CHECKPOINT_INVALID',
      message: expect.stringMatching(message) as string,
    });
  });

  /** A legacy file with a text of so many bytes in place of its sizes of types. */
  function legacyPickle(bytes: number): Buffer {
    const head = Buffer.from('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.X\0\0\0\0', 'latin1');
    head.writeUInt32LE(bytes, head.length - 4);
    return Buffer.concat([head, Buffer.alloc(bytes, 'x')]);
  }
});

describe('the files of a checkpoint', () => {
  const shards = { 'one.bin': 'bert.zip.bin', 'two.bin': 'views.legacy.bin' };

  async function sharded(weightMap: (names: readonly string[]) => Record<string, string>): Promise<string> {
    const folder = await modelFolder(
      Object.fromEntries(Object.entries(shards).map(([name, source]) => [name, fixture(source)])),
    );
    const names = [...(await index(fixture('bert.zip.bin'))).keys()];
    await writeFile(
      join(folder, 'pytorch_model.bin.index.json'),
      JSON.stringify({ metadata: {}, weight_map: weightMap(names) }),
    );
    return folder;
  }
  const every = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'one.bin']));

  it('may be shards of torch, listed by an index', async () => {
    const model = await library.open(await sharded(every));
    expect(model.architecture).toBe('bert');
    await model.close();
  });

  it('are safetensors where there are both', async () => {
    const folder = await modelFolder({
      'pytorch_model.bin': fixture('nested.bin'),
      'model.safetensors': join(GOLDEN, 'model.safetensors'),
    });
    const model = await library.open(folder);
    expect(model.weightsHash).toBe((await opened(GOLDEN)).weightsHash);
    await model.close();
  });

  async function opened(folder: string) {
    const model = await library.open(folder);
    await model.close();
    return model;
  }

  it('are refused when a shard is missing', async () => {
    const folder = await sharded((names) => ({ ...every(names), 'a.weight': 'three.bin' }));
    await expect(library.open(folder)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining('names a file that is not in the folder: three.bin') as string,
    });
  });

  it('are refused when a shard lacks a tensor that the index says it has', async () => {
    const folder = await sharded((names) => ({ ...every(names), 'a.weight': 'two.bin' }));
    await expect(library.open(folder)).rejects.toMatchObject({
      code: 'TENSOR_MISSING',
      message: `two.bin has no tensor "a.weight", which the checkpoint's index says is there`,
    });
  });

  it('may have their tensors in half precision, which is float32 rounded', async () => {
    const folder = await modelFolder({});
    const half = new Map<string, Tensor>();
    for (const [name, { shape, data }] of readSafetensors(await readFile(join(GOLDEN, 'model.safetensors'))))
      half.set(name, { shape, data: Float32Array.from(data, Math.f16round) });
    await writeFile(join(folder, 'model.safetensors'), writeSafetensors(half));
    const rounded = await library.open(folder);
    const inputs = { inputIds: [[5, 6, 7]] };
    const expected = (await rounded.run(inputs, ['resid_final'])).get('resid_final');
    await writeFile(join(folder, 'model.safetensors'), halfPrecision(half));
    const stored = await library.open(folder);
    expect((await stored.run(inputs, ['resid_final'])).get('resid_final')).toEqual(expected);
    await Promise.all([rounded.close(), stored.close()]);
  });

  /** A safetensors file with these tensors as F16. */
  function halfPrecision(tensors: ReadonlyMap<string, Tensor>): Buffer {
    const header: Record<string, unknown> = {};
    const parts: Buffer[] = [];
    let end = 0;
    for (const [name, { shape, data }] of tensors) {
      const values = Float16Array.from(data);
      header[name] = { dtype: 'F16', shape, data_offsets: [end, end + values.byteLength] };
      parts.push(Buffer.from(values.buffer));
      end += values.byteLength;
    }
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, ...parts]);
  }
});
