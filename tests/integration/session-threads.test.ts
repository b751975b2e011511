/** The numbers of a model do not depend on how many threads compute them: nodes of a cluster give a process one or sixty-four. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256 } from '../../src/main/engine/files/hashing.ts';
import { sessionOptions } from '../../src/main/engine/inference/session-options.ts';
import { MOST_THREADS, sessionThreads } from '../../src/main/engine/inference/session-threads.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { temporaryFolder } from './workspace.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
/** Rows and tokens of a batch: one short text, many, and as many tokens as a run packs. */
const SHAPES = [
  [1, 7],
  [8, 24],
  [16, 40],
] as const;

let home: ReturnType<typeof temporaryFolder>;
let graph: string;
beforeAll(async () => {
  home = temporaryFolder();
  const model = await new ModelLibrary({ home: home.path, resources: RESOURCES }).open('all-MiniLM-L6-v2');
  await model.close();
  graph = globSync(join(home.path, 'models/*/graph.onnx'))[0] ?? expect.unreachable('no graph');
});
afterAll(() => home.remove());

/** Hashes of all hook points, by shape. */
async function hashesWith(threads: number): Promise<string[]> {
  const session = await InferenceSession.create(graph, {
    ...sessionOptions('cpu'),
    intraOpNumThreads: threads,
  });
  const hashes: string[] = [];
  for (const [rows, tokens] of SHAPES) {
    const tensor = (value: (index: number) => number) => {
      const data = BigInt64Array.from({ length: rows * tokens }, (_, index) => BigInt(value(index)));
      return new Tensor('int64', data, [rows, tokens]);
    };
    const outputs = await session.run({
      input_ids: tensor((index) => 1000 + ((index * 7919) % 20_000)),
      attention_mask: tensor(() => 1),
      token_type_ids: tensor(() => 0),
    });
    const hooks = Object.values(outputs).map(({ data }) => data as Float32Array);
    hashes.push(
      sha256(
        hooks
          .map(({ buffer, byteOffset, byteLength }) => sha256(new Uint8Array(buffer, byteOffset, byteLength)))
          .join(),
      ),
    );
  }
  await session.release();
  return hashes;
}

it('are the same to the last bit with one thread and with as many as a session has at most', async () => {
  const alone = await hashesWith(1);
  expect(new Set(alone).size).toBe(SHAPES.length);
  for (let threads = 2; threads <= MOST_THREADS; threads++) expect(await hashesWith(threads)).toEqual(alone);
});

it('a session has as many as the process may use, within that', () => {
  expect([1, 2, 4, 64].map(sessionThreads)).toEqual([1, 2, 4, MOST_THREADS]);
});
