import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, Heartbeat } from './heartbeat.ts';

const PERIOD = 30_000;

/** A connection whose bytes a test moves by hand. */
class FakeConnection implements Connection {
  read = 0;
  given = 0;
  waiting = 0;
  pings = 0;
  ended = false;
  bytesRead = () => this.read;
  bytesGiven = () => this.given;
  bytesWaiting = () => this.waiting;
  ping = () => void this.pings++;
  terminate = () => {
    this.ended = true;
  };
}

describe('Heartbeat', () => {
  let clock: { steady: number; wall: number };
  let heartbeat: Heartbeat;
  let connection: FakeConnection;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    clock = { steady: 0, wall: 0 };
    heartbeat = new Heartbeat(PERIOD, { now: () => ({ ...clock }) });
    connection = new FakeConnection();
    heartbeat.watch(connection);
  });
  afterEach(() => {
    heartbeat.stop();
    vi.useRealTimers();
  });

  /**
   * A period passes, and milliseconds more in which this process was busy (`lost`) or the machine slept.
   * @param arrive what is read between the timer and the judgement, as Node's poll phase does
   */
  async function period({ lost = 0, slept = 0 } = {}, arrive = (): void => undefined): Promise<void> {
    clock = { steady: clock.steady + PERIOD + lost, wall: clock.wall + PERIOD + lost + slept };
    vi.advanceTimersByTime(PERIOD);
    arrive();
    await new Promise(setImmediate);
  }

  it('pings each period, and ends a connection that does not answer within one', async () => {
    await period();
    expect([connection.pings, connection.ended]).toEqual([1, false]);
    await period();
    expect([connection.pings, connection.ended]).toEqual([1, true]);
  });

  it('takes any byte for life, also one of a frame that goes on', async () => {
    for (let n = 1; n <= 20; n++) {
      await period();
      connection.read += 1;
    }
    expect([connection.pings, connection.ended]).toEqual([20, false]);
  });

  it('reads what has arrived before it judges', async () => {
    await period();
    await period({}, () => connection.read++);
    expect(connection.ended).toBe(false);
  });

  it('takes bytes that a slow reader goes on taking for life', async () => {
    connection.given = 64e6;
    connection.waiting = 60e6;
    for (let n = 1; n <= 100; n++) {
      await period();
      // The operating system takes more in one period of ten.
      if (n % 10 === 0) connection.waiting -= 4e6;
    }
    expect([connection.waiting, connection.ended]).toEqual([20e6, false]);
  });

  it('gives time for what the operating system holds, which comes before the answer', async () => {
    await period();
    // 2.5 MB that wait nowhere here: nine whole quarters of a megabyte.
    connection.given = 2.5e6;
    for (let n = 1; n <= 9; n++) await period();
    expect(connection.ended).toBe(false);
    await period();
    expect(connection.ended).toBe(true);
  });

  it('gives up on a reader that takes nothing for a quarter of an hour, however much waits', async () => {
    await period();
    connection.given = 64e6;
    connection.waiting = 60e6;
    for (let n = 1; n <= 30; n++) await period();
    expect(connection.ended).toBe(false);
    await period();
    expect(connection.ended).toBe(true);
  });

  it('does not take what is sent to nobody for life', async () => {
    for (let n = 1; n <= 3; n++) {
      await period();
      connection.given += 100;
    }
    expect(connection.ended).toBe(true);
  });

  it.each([
    ['this process was busy', { lost: 60_000 }],
    ['the machine slept', { slept: 3_600_000 }],
  ])('judges nobody where a tick came late because %s, and begins anew', async (_why, late) => {
    await period();
    for (let n = 1; n <= 5; n++) await period(late);
    expect([connection.pings, connection.ended]).toEqual([6, false]);
    await period();
    expect(connection.ended).toBe(true);
  });

  it('leaves alone what was closed', async () => {
    heartbeat.forget(connection);
    await period();
    await period();
    expect([connection.pings, connection.ended]).toEqual([0, false]);
  });
});
