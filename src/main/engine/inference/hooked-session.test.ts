/** What a session does when its device fails: with a stand-in for ONNX Runtime that fails as devices do. */
import { Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { HookedSession, type OpenOrt } from './hooked-session.ts';

const LIMITS = { maxPositions: 8, vocabularySize: 100, tokenTypes: 0 };
const BATCH = {
  inputIds: [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
    [9, 10],
  ],
};

/** A graph whose only output is its input; it has room for so many rows, and says `words` of more. */
function device(room: number, words: string): { readonly ran: number[]; readonly open: OpenOrt } {
  const ran: number[] = [];
  const session = {
    inputNames: ['input_ids'],
    outputNames: ['hook_embed'],
    outputMetadata: [{ name: 'hook_embed', isTensor: true, type: 'float32', shape: ['batch', 'pos', 1] }],
    release: () => Promise.resolve(),
    run: (feeds: Record<string, Tensor>) => {
      const ids = feeds['input_ids'];
      const [rows = 0, length = 0] = ids?.dims ?? [];
      ran.push(rows);
      if (rows > room) return Promise.reject(new Error(words));
      const values = Float32Array.from((ids?.data ?? []) as BigInt64Array, Number);
      return Promise.resolve({ hook_embed: new Tensor('float32', values, [rows, length, 1]) });
    },
  };
  return { ran, open: () => Promise.resolve(session as unknown as Awaited<ReturnType<OpenOrt>>) };
}

it.each([
  'Non-zero status code returned while running MatMul node: out of memory',
  'CUDA failure 2: out of memory ; GPU=0',
  'BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 1073741824',
  'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
])('a batch that a device has no room for goes in smaller parts: %s', async (words) => {
  const { ran, open } = device(1, words);
  const session = await HookedSession.open('graph.onnx', LIMITS, 'webgpu', open);
  const once = await session.run(BATCH, ['hook_embed']);
  expect([...(once.get('hook_embed')?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(once.get('hook_embed')?.dims).toEqual([5, 2, 1]);
  expect(ran).toEqual([5, 2, 1, 1, 1, 1, 1]);
  // What it has room for is known from then on.
  await session.run(BATCH, ['hook_embed']);
  expect(ran.slice(7)).toEqual([1, 1, 1, 1, 1]);
});

it('a device without room for a single row fails', async () => {
  const { ran, open } = device(0, 'out of memory');
  const session = await HookedSession.open('graph.onnx', LIMITS, 'cuda', open);
  await expect(session.run(BATCH, ['hook_embed'])).rejects.toMatchObject({
    code: 'DEVICE_FAILED',
    message: 'NVIDIA CUDA failed on a batch [5, 2]: out of memory',
  });
  expect(ran).toEqual([5, 2, 1]);
});

it('what a device fails with otherwise is not tried in parts', async () => {
  const { ran, open } = device(0, 'the device is lost');
  const session = await HookedSession.open('graph.onnx', LIMITS, 'webgpu', open);
  await expect(session.run(BATCH, ['hook_embed'])).rejects.toMatchObject({ code: 'DEVICE_FAILED' });
  expect(ran).toEqual([5]);
});

it('on the CPU it is the input that fails', async () => {
  const { ran, open } = device(0, 'out of memory');
  const session = await HookedSession.open('graph.onnx', LIMITS, 'cpu', open);
  await expect(session.run(BATCH, ['hook_embed'])).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  expect(ran).toEqual([5]);
});

it.each([
  ['cpu', 'MODEL_INVALID'],
  ['webgpu', 'DEVICE_FAILED'],
] as const)('a graph that cannot be opened on %s is %s', async (on, code) => {
  const open = () => Promise.reject(new Error('no such operator'));
  await expect(HookedSession.open('graph.onnx', LIMITS, on, open)).rejects.toMatchObject({ code });
});
