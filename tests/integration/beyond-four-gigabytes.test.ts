/**
 * Files larger than 4 GB, with holes in them, so that they are small on disk: what lies beyond 2 to the 31st and 32nd byte is read
 * from there, of a checkpoint, of the compiled weights, and by ONNX Runtime.
 */
import { type FileHandle, open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ParameterView } from '../../src/core/architectures/parameter-view.ts';
import { encodeModel } from '../../src/core/onnx/encode.ts';
import { Graph } from '../../src/core/onnx/graph.ts';
import { matMul } from '../../src/core/onnx/operators.ts';
import { readCheckpointFolder } from '../../src/main/engine/checkpoints/checkpoint-folder.ts';
import { indexTensors } from '../../src/main/engine/checkpoints/stored-tensors.ts';
import { tensorValues } from '../../src/main/engine/checkpoints/tensor-values.ts';
import { sessionOptions } from '../../src/main/engine/inference/session-options.ts';
import { ModelWeights } from '../../src/main/engine/models/model-weights.ts';
import { temporaryFolder } from './workspace.ts';

/** Where something lies: before, between and beyond the two bounds of numbers of 32 bits. */
const PLACES = [4096, 2 ** 31 + 4096, 2 ** 32 + 4096] as const;
const END = 2 ** 32 + 8192;
const MOST_ON_DISK = 2 ** 20;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

async function sparseFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  await using file = await open(path, 'w');
  await write(file);
  expect((await stat(path)).size).toBeGreaterThan(2 ** 32);
  expect((await stat(path)).blocks * 512).toBeLessThan(MOST_ON_DISK);
}

/** Four values, others at each place. */
const valuesAt = (index: number) => Float32Array.from([1, 2, 3, 4], (value) => value * 10 ** index);
const bytesOf = (values: Float32Array) => Buffer.from(values.buffer);

it('a checkpoint of more than 4 GB is read beyond them', async () => {
  const tensors: [name: string, begin: number, end: number][] = [];
  let begin = 0;
  for (const [index, place] of PLACES.entries()) {
    tensors.push([`filler.${index}`, begin, place], [`values.${index}`, place, place + 16]);
    begin = place + 16;
  }
  const header = Object.fromEntries(
    tensors.map(([name, from, to]) => [
      name,
      {
        dtype: name.startsWith('filler') ? 'U8' : 'F32',
        shape: name.startsWith('filler') ? [to - from] : [4],
        data_offsets: [from, to],
      },
    ]),
  );
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await sparseFile(join(folder.path, 'model.safetensors'), async (file) => {
    await file.write(Buffer.concat([length, json]), 0, undefined, 0);
    for (const [index, place] of PLACES.entries())
      await file.write(bytesOf(valuesAt(index)), 0, undefined, 8 + json.length + place);
  });
  await writeFile(join(folder.path, 'config.json'), '{"model_type":"bert"}');

  const index = await indexTensors(await readCheckpointFolder(folder.path));
  await using file = await open(join(folder.path, 'model.safetensors'), 'r');
  for (const at of PLACES.keys()) {
    const stored = index.get(`values.${at}`) ?? expect.unreachable('it is not in the index');
    const values = await tensorValues(file, `values.${at}`, stored);
    expect([...(await values.read(0, 4))]).toEqual([...valuesAt(at)]);
  }
});

const writePlaces = (path: string) =>
  sparseFile(path, async (file) => {
    for (const [index, place] of PLACES.entries())
      await file.write(bytesOf(valuesAt(index)), 0, undefined, place);
    await file.truncate(END);
  });

it('a parameter is read from where it lies in compiled weights of more than 4 GB', async () => {
  const path = join(folder.path, 'weights.data');
  await writePlaces(path);
  const views = PLACES.map(
    (place, index) => [`W_${index}`, new ParameterView([2, 2], [2, 1], place / 4)] as const,
  );
  const weights = new ModelWeights(path, new Map(views));
  for (const index of PLACES.keys())
    expect([...(await weights.read(`W_${index}`)).data]).toEqual([...valuesAt(index)]);
});

it('ONNX Runtime computes with external data from beyond 4 GB', async () => {
  await writePlaces(join(folder.path, 'weights.data'));
  const graph = new Graph();
  const x = graph.input('x', 'float32', [1, 2]);
  for (const [index, place] of PLACES.entries())
    graph.expose(
      `y.${index}`,
      matMul(graph, x, graph.external(`w.${index}`, [2, 2], { type: 'float32', offset: place, length: 16 })),
      [1, 2],
    );
  const path = join(folder.path, 'graph.onnx');
  const bytes = encodeModel(graph, { externalFile: 'weights.data', producerVersion: '1' });
  expect(bytes.length).toBeLessThan(2000);
  await writeFile(path, bytes);
  const session = await InferenceSession.create(path, sessionOptions('cpu'));
  const computed = await session.run({ x: new Tensor('float32', Float32Array.from([1, 10]), [1, 2]) });
  for (const index of PLACES.keys())
    // [1, 10] times [[1, 2], [3, 4]].
    expect([...((computed[`y.${index}`]?.data ?? []) as Float32Array)]).toEqual(
      [31, 42].map((one) => one * 10 ** index),
    );
  await session.release();
});
