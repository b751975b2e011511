import { describe, expect, it, vi } from 'vitest';
import { ThreadedReadings } from './threaded-readings.ts';

/** A thread of which the test knows what it does; plain JavaScript, started from its text. */
const ENTRY = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    let taken = 0;
    parentPort.on('message', ({ type, id, name, request }) => {
      const tell = (message) => parentPort.postMessage({ id, ...message });
      if (type === 'close') parentPort.close();
      if (type === 'taken') taken += 1;
      if (name === 'thread') tell({ type: 'done', value: threadId });
      if (name === 'double') tell({ type: 'done', value: 2 * request[0] });
      if (name === 'taken') tell({ type: 'done', value: taken });
      if (name === 'die') process.exit(1);
      if (name === 'fail')
        tell({ type: 'failed', failure: { code: 'NOT_FOUND', message: 'no such thing', details: { id: 7 } } });
      if (name === 'count') {
        for (let piece = 0; piece < request[0]; piece++) tell({ type: 'piece', value: piece });
        tell({ type: 'done', value: 'counted' });
      }
    });
  `)}`,
);

const questions = {
  thread: (): number => 0,
  double: (value: number): number => 2 * value,
  taken: (): number => 0,
  fail: (): void => undefined,
  die: (): void => undefined,
};
const tasks = {
  *count(to: number): Generator<number, string, void> {
    for (let piece = 0; piece < to; piece++) yield piece;
    return 'counted';
  },
};

function start(idleMilliseconds?: number) {
  const readings = new ThreadedReadings(ENTRY, null, idleMilliseconds);
  return { readings, asked: readings.ask(questions), followed: readings.follow(tasks) };
}

describe('ThreadedReadings', () => {
  it('answers several questions at once, each its own', async () => {
    const { readings, asked } = start();
    expect(await Promise.all([1, 2, 3].map((value) => asked.double(value)))).toEqual([2, 4, 6]);
    await readings.close();
  });

  it('hands on pieces in their order, then the result', async () => {
    const { readings, asked, followed } = start();
    const steps = followed.count(5);
    const pieces: number[] = [];
    for (;;) {
      const step = await steps.next();
      if (step.done === true) {
        expect(step.value).toBe('counted');
        break;
      }
      pieces.push(step.value);
    }
    expect(pieces).toEqual([0, 1, 2, 3, 4]);
    expect(await asked.taken()).toBe(5);
    await readings.close();
  });

  it('fails with what the thread failed with', async () => {
    const { readings, asked } = start();
    await expect(asked.fail()).rejects.toMatchObject({ code: 'NOT_FOUND', details: { id: 7 } });
    await readings.close();
  });

  it('fails what waits when the thread dies, and starts another one', async () => {
    const { readings, asked } = start();
    const first = await asked.thread();
    await expect(asked.die()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await asked.thread()).not.toBe(first);
    await readings.close();
  });

  it('lets a thread go that nobody asks, and starts another one', async () => {
    const { readings, asked } = start(1);
    const first = await asked.thread();
    await vi.waitFor(async () => expect(await asked.thread()).not.toBe(first));
    await readings.close();
  });

  it('answers nothing after it is closed', async () => {
    const { readings, asked } = start();
    await readings.close();
    await expect(asked.double(1)).rejects.toThrow('the engine is closed');
  });
});
