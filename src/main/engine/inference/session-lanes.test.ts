import { expect, test } from 'vitest';
import { inBackground } from '../threads/background.ts';
import type { Activation } from './hooked-session.ts';
import { lanesFor, SessionLanes } from './session-lanes.ts';

const BATCH = { inputIds: [[1]] };

/** Sessions that answer when told to; each answers with its own number. */
function sessions() {
  const waiting: (() => void)[] = [];
  const closed: number[] = [];
  let opened = 0;
  const open = () => {
    const number = opened++;
    return Promise.resolve({
      axes: new Map([['logits', ['batch', 'pos']]]),
      run: () =>
        new Promise<Map<string, Activation>>((resolve) => {
          const data = Float32Array.of(number);
          waiting.push(() => resolve(new Map([['logits', { dims: [1], data }]])));
        }),
      close: () => {
        closed.push(number);
        return Promise.resolve();
      },
    });
  };
  const answer = async () => {
    await new Promise(setImmediate);
    for (const one of waiting.splice(0)) one();
  };
  return { open, answer, closed, opened: () => opened };
}

const numberOf = (activations: Map<string, Activation>) => activations.get('logits')?.data[0];

test('a second session is opened when the first is busy, and no third', async () => {
  const { open, answer, opened } = sessions();
  const lanes = await SessionLanes.open(open, 2);
  expect(opened()).toBe(1);
  const runs = inBackground(() => [1, 2, 3, 4].map(() => lanes.run(BATCH, ['logits'])));
  await answer();
  expect((await Promise.all(runs)).map(numberOf)).toEqual([0, 1, 0, 1]);
  expect(opened()).toBe(2);
});

test('a person stands behind no batch: one session is theirs while batches are computed', async () => {
  const { open, answer, opened, closed } = sessions();
  const lanes = await SessionLanes.open(open, 2);
  const batches = inBackground(() => [1, 2, 3].map(() => lanes.run(BATCH, ['logits'])));
  const clicks = [lanes.run(BATCH, ['logits']), lanes.run(BATCH, ['logits'])];
  await answer();
  expect((await Promise.all(clicks)).map(numberOf)).toEqual([2, 2]);
  expect((await Promise.all(batches)).map(numberOf)).toEqual([0, 1, 0]);
  const alone = lanes.run(BATCH, ['logits']);
  await answer();
  expect(numberOf(await alone)).toBe(0);
  expect(opened()).toBe(3);
  await lanes.close();
  expect(closed.toSorted()).toEqual([0, 1, 2]);
});

test('batches that come one after another all go to the first session', async () => {
  const { open, answer, opened } = sessions();
  const lanes = await SessionLanes.open(open, 2);
  for (let turn = 0; turn < 3; turn++) {
    const run = lanes.run(BATCH, ['logits']);
    await answer();
    expect(numberOf(await run)).toBe(0);
  }
  expect(opened()).toBe(1);
});

test('a second session that cannot be opened fails its batch only, and is tried again', async () => {
  const { open, answer, closed } = sessions();
  let failing = false;
  const sometimes = () => (failing ? Promise.reject(new Error('no memory')) : open());
  const lanes = await SessionLanes.open(sometimes, 2);
  const first = lanes.run(BATCH, ['logits']);
  failing = true;
  await expect(lanes.run(BATCH, ['logits'])).rejects.toThrow('no memory');
  failing = false;
  const third = lanes.run(BATCH, ['logits']);
  await answer();
  expect([numberOf(await first), numberOf(await third)]).toEqual([0, 1]);
  await lanes.close();
  expect(closed).toEqual([0, 1]);
});

test('large models have one session', () => {
  expect([lanesFor(90e6), lanesFor(256 * 2 ** 20), lanesFor(440e6)]).toEqual([2, 2, 1]);
});
