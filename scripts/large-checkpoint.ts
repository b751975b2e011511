/**
 * `node scripts/large-checkpoint.ts FOLDER`: writes a random checkpoint of TinyLlama's shapes (1.1 billion parameters, bfloat16) in
 * FOLDER, compiles it, runs a pair of token ids on the CPU, and prints how long that took and the most memory. Needs 7 GB of
 * disk, which is free again at the end. For docs/scale.md.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { llamaShapes, SMOLLM2_135M } from '../bench/llama-checkpoint.ts';
import { secondsOf } from '../bench/measure.ts';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';

const TINY_LLAMA = {
  ...SMOLLM2_135M,
  vocab_size: 32_000,
  hidden_size: 2048,
  intermediate_size: 5632,
  num_hidden_layers: 22,
  num_attention_heads: 32,
  num_key_value_heads: 4,
  tie_word_embeddings: false,
};
const BFLOAT16_BYTES = 2;
const CHUNK_VALUES = 1 << 24;
const PAIR = [
  [1, 450, 6635, 3290, 373, 278, 1775, 29889],
  [1, 450, 6635, 1258, 451, 2446, 373, 278],
];

/** Values of a normal distribution's size, the same 16 million over and over: their upper halves as bfloat16. */
function randomValues(): Uint8Array {
  const values = new Uint16Array(CHUNK_VALUES);
  let state = 1;
  const word = new DataView(new ArrayBuffer(4));
  for (let at = 0; at < values.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    word.setFloat32(0, (state / 2 ** 31 - 1) * 0.035);
    values[at] = word.getUint16(0);
  }
  return new Uint8Array(values.buffer);
}

async function writeCheckpoint(folder: string): Promise<number> {
  const shapes = [
    ...llamaShapes(TINY_LLAMA),
    ['lm_head.weight', [TINY_LLAMA.vocab_size, TINY_LLAMA.hidden_size]] as const,
  ];
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const begin = end;
    end += shape.reduce((product, size) => product * size, BFLOAT16_BYTES);
    return [name, { dtype: 'BF16', shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.alloc(8);
  header.writeBigUInt64LE(BigInt(Buffer.byteLength(json)));
  const chunk = randomValues();
  async function* bytes() {
    yield header;
    yield Buffer.from(json);
    for (let done = 0; done < end; done += chunk.length)
      yield chunk.subarray(0, Math.min(chunk.length, end - done));
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...TINY_LLAMA, torch_dtype: 'bfloat16' }));
  await pipeline(bytes, createWriteStream(join(folder, 'model.safetensors')));
  return end;
}

/** In a process of its own: what it held at most is of nothing else. */
async function measure(checkpoint: string, home: string): Promise<void> {
  const library = new ModelLibrary({ home, resources: resourcesDir() });
  const compileSeconds = await secondsOf(async () => (await library.open(checkpoint)).close());
  const compilePeak = process.resourceUsage().maxRSS;
  let runSeconds = 0;
  let parameters = 0;
  const openSeconds = await secondsOf(async () => {
    const model = await library.open(checkpoint);
    parameters = model.parameters;
    const hooks = model.hooks.filter((hook) => hook.endsWith('hook_pattern') || hook.endsWith('hook_z'));
    runSeconds = await secondsOf(() => model.run({ inputIds: PAIR }, hooks));
    await model.close();
  });
  const gigabytes = (kilobytes: number) => (kilobytes / 1024 ** 2).toFixed(2);
  process.stdout.write(
    `${JSON.stringify({
      parameters,
      compileSeconds,
      compilePeakGiB: gigabytes(compilePeak),
      openAndRunSeconds: openSeconds,
      runSeconds,
      peakGiB: gigabytes(process.resourceUsage().maxRSS),
      processorSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    })}\n`,
  );
}

const [folder = '', measured] = process.argv.slice(2);
const checkpoint = join(resolve(folder), 'checkpoint');
const home = join(resolve(folder), 'home');
if (measured === '--measure') await measure(checkpoint, home);
else
  try {
    const written = await secondsOf(async () => {
      process.stdout.write(
        `${((await writeCheckpoint(checkpoint)) / 1e9).toFixed(2)} GB of bfloat16 written`,
      );
    });
    process.stdout.write(` in ${written.toFixed(0)} s\n`);
    spawnSync(process.execPath, [import.meta.filename, folder, '--measure'], { stdio: 'inherit' });
  } finally {
    for (const made of [checkpoint, home]) await rm(made, { recursive: true, force: true });
  }
