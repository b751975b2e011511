import { expect, test } from 'vitest';
import type { MetricRanges } from '../store/metric-ranges.ts';
import { RunRanges } from './run-ranges.ts';

/** Readings that answer when told to; each range ends at the number of the reading. */
function readings() {
  const asked: { runId: number; answer: () => void; fail: () => void }[] = [];
  const metricRanges = (runId: number) =>
    new Promise<MetricRanges>((resolve, reject) => {
      const number = asked.length + 1;
      asked.push({
        runId,
        answer: () => resolve({ value_cosine: [0, number] } as unknown as MetricRanges),
        fail: () => reject(new Error('unreadable')),
      });
    });
  return { asked, ranges: new RunRanges({ metricRanges }) };
}

const end = ({ value_cosine: range }: MetricRanges) => range?.[1];
const settled = () => new Promise(setImmediate);
const run = (done: number, state: 'running' | 'done' = 'running', id = 1) => ({ id, done, state });

test('while a run goes on nobody waits for its range twice: it is read again beside', async () => {
  const { asked, ranges } = readings();
  const first = ranges.of(run(10));
  asked[0]?.answer();
  expect(end(await first)).toBe(1);
  expect(end(await ranges.of(run(20)))).toBe(1);
  expect(end(await ranges.of(run(30)))).toBe(1);
  expect(asked).toHaveLength(2);
  asked[1]?.answer();
  await settled();
  expect(end(await ranges.of(run(40)))).toBe(2);
});

test('at the end of a run its range is read whole, once', async () => {
  const { asked, ranges } = readings();
  const early = ranges.of(run(10));
  asked[0]?.answer();
  await early;
  const late = ranges.of(run(99, 'done'));
  asked[1]?.answer();
  expect(end(await late)).toBe(2);
  expect(end(await ranges.of(run(99, 'done')))).toBe(2);
  expect(asked).toHaveLength(2);
});

test('several runs are remembered, and one whose numbers changed is not', async () => {
  const { asked, ranges } = readings();
  for (const id of [1, 2]) {
    const read = ranges.of(run(9, 'done', id));
    asked.at(-1)?.answer();
    await read;
  }
  await ranges.of(run(9, 'done', 1));
  expect(asked).toHaveLength(2);
  ranges.forget(1);
  void ranges.of(run(9, 'done', 1));
  expect(asked).toHaveLength(3);
});

test('what could not be read is read anew', async () => {
  const { asked, ranges } = readings();
  const failing = ranges.of(run(9, 'done'));
  asked[0]?.fail();
  await expect(failing).rejects.toThrow('unreadable');
  const next = ranges.of(run(9, 'done'));
  asked[1]?.answer();
  expect(end(await next)).toBe(2);
});
