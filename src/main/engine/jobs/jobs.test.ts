import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PairlensError } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/jobs.ts';
import { type JobPlan, Jobs, type JobWork } from './jobs.ts';

const plan = (title: string, work: JobWork, more: Partial<JobPlan> = {}): JobPlan => ({
  kind: 'run',
  title,
  subject: {},
  unit: 'pairs',
  work,
  ...more,
});

afterEach(() => vi.restoreAllMocks());

/** Work that goes on until it is told to stop or `finish` is called. */
function openEnded() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const work = vi.fn<JobWork>(async (signal) => {
    signal.addEventListener('abort', () => resolve(undefined));
    await promise;
  });
  return { work, finish: () => resolve(undefined) };
}

describe('a lane', () => {
  it('takes one job after the other; others do not wait', async () => {
    const jobs = new Jobs();
    const first = openEnded();
    const second = openEnded();
    const beside = openEnded();
    const started = jobs.start(plan('Run 1', first.work, { lane: 'model' }));
    const waiting = jobs.start(plan('Run 2', second.work, { lane: 'model' }));
    jobs.start(plan('download', beside.work));
    await Promise.resolve();
    expect(beside.work).toHaveBeenCalledOnce();
    expect(second.work).not.toHaveBeenCalled();
    expect(jobs.find(({ jobId }) => jobId === waiting.jobId)).toMatchObject({
      state: 'waiting',
      activity: 'Waiting for Run 1',
    });
    expect(jobs.isBusy('model')).toBe(true);
    expect(jobs.isBusy('another')).toBe(false);
    first.finish();
    await expect(started.ended).resolves.toMatchObject({ state: 'done', activity: 'Done' });
    await vi.waitFor(() => expect(second.work).toHaveBeenCalledOnce());
    expect(jobs.find(({ jobId }) => jobId === waiting.jobId)?.state).toBe('running');
    await jobs.close();
    await expect(waiting.ended).resolves.toMatchObject({ state: 'cancelled' });
  });

  it('is left at once by a job that is cancelled while it waits', async () => {
    const jobs = new Jobs();
    const first = openEnded();
    const second = openEnded();
    const end = vi.fn<NonNullable<JobPlan['end']>>(({ state }) => ({ state }));
    jobs.start(plan('Run 1', first.work, { lane: 'model' }));
    const { jobId, ended } = jobs.start(plan('Run 2', second.work, { lane: 'model', end }));
    await jobs.cancel(jobId);
    await expect(ended).resolves.toMatchObject({ state: 'cancelled' });
    expect(end).toHaveBeenCalledExactlyOnceWith({ state: 'cancelled' });
    await jobs.close();
    expect(second.work).not.toHaveBeenCalled();
    await expect(jobs.cancel(jobId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the end', () => {
  it('tells why a job failed; a mistake of ours is logged', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const jobs = new Jobs();
    const known = jobs.start(
      plan('Run 1', () => Promise.reject(new PairlensError('DISK_FULL', 'no room is left'))),
    );
    await expect(known.ended).resolves.toMatchObject({
      state: 'failed',
      error: { code: 'DISK_FULL', message: 'no room is left' },
    });
    expect(logged).not.toHaveBeenCalled();
    const bug = jobs.start(plan('Run 2', () => Promise.reject(new TypeError('no such thing'))));
    await expect(bug.ended).resolves.toMatchObject({ error: { code: 'INTERNAL', message: 'no such thing' } });
    expect(logged).toHaveBeenCalledOnce();
  });

  it('that cannot be written down is a failure, and holds up nobody', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const jobs = new Jobs();
    const end = vi.fn<NonNullable<JobPlan['end']>>(() => {
      throw new Error('the file is in use');
    });
    const next = vi.fn<JobWork>(() => Promise.resolve());
    const done = jobs.start(plan('Import 1', () => Promise.resolve(), { lane: 'import', end }));
    const failing = () => Promise.reject(new PairlensError('SET_EMPTY', 'it has no rows'));
    const failed = jobs.start(plan('Import 2', failing, { lane: 'import', end }));
    const waiting = jobs.start(plan('Import 3', next, { lane: 'import', end }));
    await jobs.cancel(waiting.jobId);
    const last = jobs.start(plan('Import 4', next, { lane: 'import' }));
    await expect(done.ended).resolves.toMatchObject({
      state: 'failed',
      error: { code: 'INTERNAL', message: 'the file is in use' },
    });
    await expect(failed.ended).resolves.toMatchObject({ state: 'failed', error: { code: 'SET_EMPTY' } });
    await expect(waiting.ended).resolves.toMatchObject({ state: 'failed' });
    await expect(last.ended).resolves.toMatchObject({ state: 'done' });
    expect(end).toHaveBeenCalledTimes(3);
    expect(logged).toHaveBeenCalledTimes(3);
    expect(next).toHaveBeenCalledOnce();
    await jobs.close();
  });

  it('is what whoever wrote it down says it is', async () => {
    const jobs = new Jobs();
    const { ended } = jobs.start(
      plan('Run 1', () => Promise.resolve(), { end: () => ({ state: 'cancelled', done: 3, total: 5 }) }),
    );
    await expect(ended).resolves.toMatchObject({
      state: 'cancelled',
      done: 3,
      total: 5,
      activity: 'Cancelled',
    });
  });
});

describe('work that is waited for', () => {
  it('gives its result, its error, or CANCELLED', async () => {
    const jobs = new Jobs();
    const about = { kind: 'analysis', title: 'Statistics', subject: {}, unit: 'metrics' } as const;
    await expect(jobs.run(about, () => Promise.resolve(7))).resolves.toBe(7);
    const error = new PairlensError('NOT_FOUND', 'no run 3');
    await expect(jobs.run(about, () => Promise.reject(error))).rejects.toBe(error);
    const open = openEnded();
    const result = jobs.run(about, (signal, report) => {
      signal.addEventListener('abort', open.finish);
      return open.work(signal, report).then(() => signal.throwIfAborted());
    });
    await jobs.cancelAll();
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('stops where nobody waits for it any more, or never begins', async () => {
    const jobs = new Jobs();
    const about = { kind: 'analysis', title: 'Statistics', subject: {}, unit: 'metrics' } as const;
    const asked = new AbortController();
    const open = openEnded();
    const result = jobs.run(
      about,
      (signal, report) => open.work(signal, report).then(() => signal.throwIfAborted()),
      asked.signal,
    );
    asked.abort();
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(jobs.find(() => true)).toBeUndefined();
    const never = vi.fn(() => Promise.resolve(7));
    await expect(jobs.run(about, never, asked.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(never).not.toHaveBeenCalled();
  });
});

describe('a download', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  it('tells that it has stalled, and what it does after that', async () => {
    const jobs = new Jobs();
    const told = jobs.listen();
    const stalled = Promise.withResolvers<undefined>();
    jobs.start(
      plan(
        'someone/model',
        async (_signal, report) => {
          report.progress({ file: 'model.safetensors', done: 0, total: 4000 });
          await vi.advanceTimersByTimeAsync(1000);
          report.progress({ file: 'model.safetensors', done: 1000, total: 4000 });
          await vi.advanceTimersByTimeAsync(100);
          await stalled.promise;
          report.activity('Compiling the model');
        },
        { kind: 'model', unit: 'bytes' },
      ),
    );

    const rates: (number | null)[] = [];
    let last: Job | undefined;
    for await (const job of told) {
      const { state, activity, rate, secondsLeft } = job;
      if (rate !== null) rates.push(rate);
      if (rates.length === 2) expect(secondsLeft).toBeCloseTo(3000 / (1000 / 1.1));
      if (rates.length > 2 && rate === 0) {
        expect(secondsLeft).toBeNull();
        stalled.resolve(undefined);
      } else if (rates.length > 1 && rate !== null) await vi.advanceTimersByTimeAsync(1000);
      if (activity === 'Compiling the model') expect(vi.getTimerCount()).toBe(0);
      last = job;
      if (state !== 'running') break;
    }
    expect(last).toMatchObject({ state: 'done', file: null, done: 1000, total: 4000 });
    // After 1 s nothing had come, after 1.1 s 1,000 bytes; then the rate falls as those 5 seconds pass.
    expect(rates[0]).toBe(0);
    expect(rates[1]).toBeCloseTo(1000 / 1.1);
    expect(rates.slice(1)).toEqual(rates.slice(1).toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(rates.at(-1)).toBe(0);
  });
});
