import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Session, SessionPool } from './session-pool.ts';

const AXES = new Map([['logits', ['batch', 'pos']]]);
const BATCH = { inputIds: [[1]] };

/** 'open a', 'run a', 'close a', in the order in which it happened. */
let log: string[];
let open: number;
let mostOpen: number;
let computing: number;
let mostComputing: number;

function sessionOf(name: string): () => Promise<Session> {
  return () => {
    log.push(`open ${name}`);
    mostOpen = Math.max(mostOpen, ++open);
    return Promise.resolve({
      axes: AXES,
      run: async () => {
        log.push(`run ${name}`);
        mostComputing = Math.max(mostComputing, ++computing);
        await Promise.resolve();
        computing--;
        return new Map([['logits', { dims: [1, 1], data: Float32Array.of(1) }]]);
      },
      close: () => {
        log.push(`close ${name}`);
        open--;
        return Promise.resolve();
      },
    });
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  open = mostOpen = computing = mostComputing = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test('a session that nobody uses is closed, and opened again when it is run', async () => {
  const pool = new SessionPool({ open: 4, computing: 2, idleMilliseconds: 1000 });
  const session = await pool.open(sessionOf('a'));
  expect(session.axes).toEqual(AXES);
  expect(pool.size).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(pool.size).toBe(0);
  await session.run(BATCH, ['logits']);
  expect(log).toEqual(['open a', 'close a', 'open a', 'run a']);
});

test('of many sessions in use at the same time, no more are open and compute than was said', async () => {
  const pool = new SessionPool({ open: 3, computing: 2, idleMilliseconds: 1000 });
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const sessions: Session[] = [];
  for (const name of names) sessions.push(await pool.open(sessionOf(name)));
  const runs = [...sessions, ...sessions].map((session) => session.run(BATCH, ['logits']));
  await Promise.all(runs);
  expect(log.filter((entry) => entry.startsWith('run'))).toHaveLength(12);
  expect(mostComputing).toBe(2);
  expect(mostOpen).toBeLessThanOrEqual(3 + 2);
  expect(open).toBe(3);
  expect(pool.size).toBe(3);
});

test('a session that is closed ends what was sent, is gone, and takes no more', async () => {
  const pool = new SessionPool({ open: 4, computing: 2, idleMilliseconds: 1000 });
  const session = await pool.open(sessionOf('a'));
  const sent = session.run(BATCH, ['logits']);
  await session.close();
  expect((await sent).get('logits')?.data[0]).toBe(1);
  expect(log).toEqual(['open a', 'run a', 'close a']);
  expect(pool.size).toBe(0);
  await expect(session.run(BATCH, ['logits'])).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: 'the model has been closed',
  });
  // Closing what is closed is no error.
  await session.close();
});

test('what cannot be opened says so, and is opened anew', async () => {
  const pool = new SessionPool();
  let failing = true;
  const sometimes = () => (failing ? Promise.reject(new Error('no memory')) : sessionOf('a')());
  await expect(pool.open(sometimes)).rejects.toThrow('no memory');
  expect(pool.size).toBe(0);
  failing = false;
  const session = await pool.open(sometimes);
  await session.run(BATCH, ['logits']);
  expect(log).toEqual(['open a', 'run a']);
});
