import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Turns } from '../inference/turns.ts';
import { askDevice, inThread } from './ask-device.ts';

const PROBE = { type: 'probe', device: 'cpu' } as const;
const LONG = 60_000;

/** What was started, in the order of it. */
let children: ChildProcess[];
let exits: Promise<unknown>[];
const noteChild = (message: unknown) => void children.push((message as { process: ChildProcess }).process);
const noteThread = (worker: Worker) => void exits.push(once(worker, 'exit'));

const soon = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  children = [];
  exits = [];
  subscribe('child_process', noteChild);
  process.on('worker', noteThread);
});
afterEach(() => {
  unsubscribe('child_process', noteChild);
  process.off('worker', noteThread);
});

describe('a device that is tried in a process of its own', () => {
  it('answers', async () => {
    expect(await askDevice(PROBE, LONG)).toMatchObject({ type: 'probed' });
    expect(children[0]?.exitCode).toBe(0);
  });

  it('is given up, and its process ended, where nobody wants the answer any more', async () => {
    const cancel = new AbortController();
    const asked = askDevice(PROBE, LONG, { signal: cancel.signal });
    const refused = expect(asked).rejects.toBe('not any more');
    cancel.abort('not any more');
    await refused;
    expect(children[0]?.signalCode).toBe('SIGKILL');
    await expect(askDevice(PROBE, LONG, { signal: cancel.signal })).rejects.toBe('not any more');
    expect(children).toHaveLength(1);
  });

  it('is ended with the process that asked', async () => {
    const before = process.listeners('exit');
    const asked = askDevice(PROBE, LONG);
    const added = process.listeners('exit').filter((listener) => !before.includes(listener));
    for (const listener of added) listener(0);
    expect(await asked).toMatchObject({ type: 'failed', answered: false });
    expect(children[0]?.signalCode).toBe('SIGKILL');
    expect(process.listeners('exit')).toEqual(before);
  });

  it('ends by itself where the one that asked is gone without a word', async () => {
    const asked = askDevice(PROBE, LONG);
    children[0]?.stdin?.end();
    expect(await asked).toMatchObject({ type: 'failed', answered: false });
    expect(children[0]?.exitCode).toBe(1);
  });
});

describe('a device that is tried in a thread', () => {
  it('waits for its turn', async () => {
    const turns = new Turns(1);
    const batch = Promise.withResolvers<void>();
    const computing = turns.take(() => batch.promise);
    const asked = inThread(PROBE, LONG, { turns });
    await soon();
    expect(exits).toHaveLength(0);
    batch.resolve();
    await computing;
    expect(await asked).toMatchObject({ type: 'probed' });
    expect(exits).toHaveLength(1);
  });

  it('lets nobody else have the turn before its thread has ended, however late', async () => {
    const turns = new Turns(1);
    const order: string[] = [];
    const asked = inThread(PROBE, 1, { turns });
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const ended = exits[0]?.then(() => order.push('thread'));
    const next = turns.take(() => Promise.resolve(order.push('next')));
    expect(await asked).toMatchObject({ type: 'failed', message: 'it did not answer within 0 s' });
    await Promise.all([ended, next]);
    expect(order).toEqual(['thread', 'next']);
  });

  it('is not tried any more where nobody wants it when its turn comes', async () => {
    const turns = new Turns(1);
    const batch = Promise.withResolvers<void>();
    const computing = turns.take(() => batch.promise);
    const cancel = new AbortController();
    const asked = inThread(PROBE, LONG, { turns, signal: cancel.signal });
    cancel.abort();
    expect(await asked).toMatchObject({ type: 'failed' });
    batch.resolve();
    await computing;
    await turns.take(soon);
    expect(exits).toHaveLength(0);
  });
});
