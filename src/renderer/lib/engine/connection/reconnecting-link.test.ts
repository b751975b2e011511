import type { ClientContext, ClientLink } from '@orpc/client';
import { get } from 'svelte/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Channel, ConnectionRefused } from './channel.ts';
import { type Connection, ReconnectingLink, retryDelay } from './reconnecting-link.ts';

/** Channels that answer every call with their number, or the error that opening fails with. */
type Outcome = Error | 'opens';

function scripted(outcomes: Outcome[]) {
  const drops: (() => void)[] = [];
  const open = vi.fn(async (): Promise<Channel> => {
    const outcome = outcomes.shift() ?? 'opens';
    if (outcome instanceof Error) throw outcome;
    const number = drops.length + 1;
    const link: ClientLink<ClientContext> = { call: async () => number };
    return { link, closed: new Promise((resolve) => drops.push(resolve)) };
  });
  return { open, drops };
}

describe('ReconnectingLink', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());

  const call = (link: ReconnectingLink): Promise<unknown> => link.call(['x'], undefined, { context: {} });
  const state = (link: ReconnectingLink): Connection => get(link.connection);

  it('opens one channel for all calls', async () => {
    const { open } = scripted([]);
    const link = new ReconnectingLink(open);
    expect(state(link)).toEqual({ state: 'connecting' });
    expect(await Promise.all([call(link), call(link)])).toEqual([1, 1]);
    expect(open).toHaveBeenCalledTimes(1);
    expect(state(link)).toEqual({ state: 'open' });
  });

  it('opens another one when the channel is lost, and has calls wait for it', async () => {
    const { open, drops } = scripted([]);
    const link = new ReconnectingLink(open);
    await call(link);
    drops[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(state(link)).toMatchObject({ state: 'lost', retryAt: 1_000_250 });
    const waiting = call(link);
    await vi.advanceTimersByTimeAsync(250);
    expect(await waiting).toBe(2);
    expect(state(link)).toEqual({ state: 'open' });
  });

  it('waits longer after each failure, up to five seconds, and starts over when one succeeds', async () => {
    expect([0, 1, 2, 3, 4, 5, 20].map(retryDelay)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    const down = new Error('down');
    const { open, drops } = scripted([down, down, 'opens']);
    const link = new ReconnectingLink(open);
    await expect(call(link)).rejects.toThrow('down');
    await vi.advanceTimersByTimeAsync(250);
    expect(state(link)).toMatchObject({ state: 'lost', message: 'down', retryAt: 1_000_750 });
    await vi.advanceTimersByTimeAsync(500);
    expect(state(link)).toEqual({ state: 'open' });
    drops[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(state(link)).toMatchObject({ state: 'lost', retryAt: 1_001_000 });
  });

  it('a call that was under way when its channel was lost fails with a code that says so', async () => {
    const closed = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    const link = new ReconnectingLink(async () => ({
      link: { call: () => answer.promise },
      closed: closed.promise,
    }));
    const waiting = expect(call(link)).rejects.toMatchObject({ name: 'ConnectionLost', code: 'ENGINE_LOST' });
    await vi.advanceTimersByTimeAsync(0);
    closed.resolve();
    answer.reject(new Error('the peer was closed'));
    await waiting;
  });

  it('an error of a channel that is there stays as it is', async () => {
    const link = new ReconnectingLink(async () => ({
      link: { call: () => Promise.reject(new Error('no such run')) },
      closed: new Promise(() => undefined),
    }));
    await expect(call(link)).rejects.toThrow('no such run');
  });

  it('does not wait when told to try again, and the calls that waited go through', async () => {
    const { open, drops } = scripted([]);
    const link = new ReconnectingLink(open);
    await call(link);
    drops[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    const waiting = call(link);
    link.retry();
    expect(await waiting).toBe(2);
  });

  it('stays refused until told to try again', async () => {
    const { open } = scripted([new ConnectionRefused('UNAUTHORIZED', 'no'), 'opens']);
    const link = new ReconnectingLink(open);
    await expect(call(link)).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(call(link)).rejects.toThrow('no');
    expect(open).toHaveBeenCalledTimes(1);
    expect(state(link)).toEqual({ state: 'refused', code: 'UNAUTHORIZED', message: 'no' });
    link.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(state(link)).toEqual({ state: 'open' });
  });

  it('drops a call whose caller gave up while it waited', async () => {
    const { open } = scripted([]);
    const link = new ReconnectingLink(open);
    const giveUp = new AbortController();
    const waiting = link.call(['x'], undefined, { context: {}, signal: giveUp.signal });
    giveUp.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});
