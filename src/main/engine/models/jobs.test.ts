import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ModelJobs } from './jobs.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

it('tells that a download has stalled, and what it does after that', async () => {
  const jobs = new ModelJobs();
  const told = jobs.listen();
  const stalled = Promise.withResolvers<void>();
  jobs.start('someone/model', async (_signal, report) => {
    report.bytes({ file: 'model.safetensors', done: 0, total: 4000 });
    await vi.advanceTimersByTimeAsync(1000);
    report.bytes({ file: 'model.safetensors', done: 1000, total: 4000 });
    await vi.advanceTimersByTimeAsync(100);
    await stalled.promise;
    report.activity('Compiling the model');
  });

  const rates: (number | null)[] = [];
  for await (const { state, activity, rate, secondsLeft } of told) {
    if (rate !== null) rates.push(rate);
    if (rates.length === 2) expect(secondsLeft).toBeCloseTo(3000 / (1000 / 1.1));
    if (rates.length > 2 && rate === 0) {
      expect(secondsLeft).toBeNull();
      stalled.resolve();
    } else if (rates.length > 1 && rate !== null) await vi.advanceTimersByTimeAsync(1000);
    if (activity === 'Compiling the model') expect(vi.getTimerCount()).toBe(0);
    if (state !== 'running') break;
  }
  // After 1 s nothing had come, after 1.1 s 1,000 bytes; then the rate falls as those 5 seconds pass.
  expect(rates[0]).toBe(0);
  expect(rates[1]).toBeCloseTo(1000 / 1.1);
  expect(rates.slice(1)).toEqual(rates.slice(1).toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  expect(rates.at(-1)).toBe(0);
});
