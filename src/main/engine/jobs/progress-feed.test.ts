import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../shared/entities.ts';
import { ProgressFeed } from './progress-feed.ts';
import { ProgressMeter } from './progress-meter.ts';

const progress = (runId: number, done: number, state: RunProgress['state'] = 'running'): RunProgress => ({
  runId,
  state,
  total: 10,
  done,
  failed: 0,
  rate: null,
  secondsLeft: null,
  activity: '',
});

const runFeed = () =>
  new ProgressFeed<RunProgress>({
    keyOf: ({ runId }) => runId,
    isActive: ({ state }) => state === 'running' || state === 'planned',
  });

describe('ProgressFeed', () => {
  it('gives the present state of active runs first, and only the latest of each to a slow listener', async () => {
    const feed = runFeed();
    feed.publish(progress(1, 3));
    feed.publish(progress(2, 10));
    feed.publish(progress(2, 10, 'done'));
    const listener = feed.listen();
    feed.publish(progress(1, 4));
    feed.publish(progress(1, 5));
    expect((await listener.next()).value).toEqual(progress(1, 5));
    feed.publish(progress(1, 10, 'done'));
    expect((await listener.next()).value).toEqual(progress(1, 10, 'done'));
  });

  it('tells those who listen later of a run that waits for its turn', async () => {
    const feed = runFeed();
    feed.publish(progress(1, 0, 'planned'));
    expect((await feed.listen().next()).value).toEqual(progress(1, 0, 'planned'));
  });

  it('waits for news, and ends by signal, by return and with the feed', async () => {
    const feed = runFeed();
    const abort = new AbortController();
    const bySignal = feed.listen(abort.signal);
    const byReturn = feed.listen();
    const byFeed = feed.listen();
    const waiting = [bySignal, byReturn, byFeed].map((listener) => listener.next());
    feed.publish(progress(1, 1));
    expect((await Promise.all(waiting)).map(({ value }) => value as unknown)).toEqual([
      progress(1, 1),
      progress(1, 1),
      progress(1, 1),
    ]);
    const last = [bySignal, byReturn, byFeed].map((listener) => listener.next());
    abort.abort();
    await byReturn.return?.();
    feed.close();
    expect((await Promise.all(last)).map(({ done }) => done)).toEqual([true, true, true]);
  });
});

describe('ProgressMeter', () => {
  it('takes the rate from the last five seconds', () => {
    const meter = new ProgressMeter();
    expect(meter.rate()).toBeNull();
    meter.mark(0, 0);
    expect(meter.rate()).toBeNull();
    meter.mark(1000, 50);
    expect(meter.rate()).toBe(50);
    expect(meter.secondsLeft(100)).toBe(2);
    // From 6 s on the first mark is too old: 50 pairs at 1 s, 100 at 6 s.
    meter.mark(6000, 100);
    expect(meter.rate()).toBe(10);
  });
});
