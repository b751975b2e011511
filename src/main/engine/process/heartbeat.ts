/**
 * Finds connections whose browser has silently gone (a laptop asleep, a tunnel torn down), and ends them. Each period
 * every connection is sent a ping; a browser that is there answers. What counts as life, and when nobody is judged,
 * follows from what a slow but live connection looks like from here: docs/decisions/0037.
 */

/** A connection, as far as signs of life go: a WebSocket over its TCP socket. */
export interface Connection {
  /** Bytes that have arrived, also those of a frame that has not ended yet. */
  bytesRead(): number;
  /** Bytes that were given to the connection to send. */
  bytesGiven(): number;
  /** Of those, the bytes that still wait here because the other side takes them slowly. */
  bytesWaiting(): number;
  ping(): void;
  terminate(): void;
}

/** The connection as it was when the period began. */
interface Look {
  readonly bytesRead: number;
  readonly bytesTaken: number;
  readonly wasWaiting: boolean;
  /** What had been given to it when bytes last came from there: what was given since may be before its answer. */
  readonly givenWhenRead: number;
  /** Whole periods without a sign of life. */
  readonly silentPeriods: number;
}

export interface Clock {
  /** Milliseconds; whatever stops the other one while the machine sleeps, one of the two goes on. */
  readonly now: () => { readonly steady: number; readonly wall: number };
}

const PERIOD_MS = 30_000;
/** A tick that is later than this part of a period says that this process was kept busy, or the machine asleep. */
const LATE = 0.25;
/**
 * An answer comes behind all that was sent before it, of which the operating system may hold megabytes out of sight. A
 * period is allowed for each of these: some 8 kilobytes a second, a poor tunnel.
 */
const BYTES_PER_PERIOD = 256 * 1024;
/** TCP itself gives up on bytes that nobody confirms after some 15 minutes. */
const MOST_SILENT_PERIODS = 30;

const CLOCK: Clock = { now: () => ({ steady: performance.now(), wall: Date.now() }) };

export class Heartbeat {
  readonly #periodMs: number;
  readonly #clock: Clock;
  readonly #looks = new Map<Connection, Look>();
  readonly #timer: NodeJS.Timeout;
  #lastTick: ReturnType<Clock['now']>;

  constructor(periodMs = PERIOD_MS, clock = CLOCK) {
    this.#periodMs = periodMs;
    this.#clock = clock;
    this.#lastTick = clock.now();
    this.#timer = setInterval(() => this.#tick(), periodMs).unref();
  }

  watch(connection: Connection): void {
    this.#looks.set(connection, firstLook(connection));
  }

  forget(connection: Connection): void {
    this.#looks.delete(connection);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#looks.clear();
  }

  #tick(): void {
    const isLate = this.#isLate();
    // Timers come before what has arrived is read. After this one, everything that lay there has been.
    setImmediate(() => {
      for (const [connection, look] of this.#looks) this.#judge(connection, look, isLate);
      this.#lastTick = this.#clock.now();
    });
  }

  #isLate(): boolean {
    const { steady, wall } = this.#clock.now();
    const passed = Math.max(steady - this.#lastTick.steady, wall - this.#lastTick.wall);
    return passed > this.#periodMs * (1 + LATE);
  }

  #judge(connection: Connection, look: Look, isLate: boolean): void {
    const next = nextLook(connection, look, isLate);
    if (next.silentPeriods > allowedSilence(connection, next)) {
      this.#looks.delete(connection);
      connection.terminate();
      return;
    }
    this.#looks.set(connection, next);
    connection.ping();
  }
}

function firstLook(connection: Connection): Look {
  return {
    bytesRead: connection.bytesRead(),
    bytesTaken: bytesTaken(connection),
    wasWaiting: connection.bytesWaiting() > 0,
    givenWhenRead: connection.bytesGiven(),
    // The period in which it came is not a whole one, and had no ping.
    silentPeriods: -1,
  };
}

/** What the operating system has taken over to send. */
function bytesTaken(connection: Connection): number {
  return connection.bytesGiven() - connection.bytesWaiting();
}

function nextLook(connection: Connection, look: Look, isLate: boolean): Look {
  const bytesRead = connection.bytesRead();
  const taken = bytesTaken(connection);
  // Where bytes waited, the operating system takes more only when the other side has confirmed some.
  const drains = look.wasWaiting && taken > look.bytesTaken;
  const isRead = bytesRead > look.bytesRead;
  const silentPeriods = isLate ? look.silentPeriods : look.silentPeriods + 1;
  return {
    bytesRead,
    bytesTaken: taken,
    wasWaiting: connection.bytesWaiting() > 0,
    givenWhenRead: isRead ? connection.bytesGiven() : look.givenWhenRead,
    silentPeriods: isRead || drains ? 0 : silentPeriods,
  };
}

/** How many periods a connection may be silent: none but for what it has to get through before it can answer. */
function allowedSilence(connection: Connection, { givenWhenRead }: Look): number {
  const ahead = connection.bytesGiven() - givenWhenRead;
  return Math.min(MOST_SILENT_PERIODS, Math.floor(ahead / BYTES_PER_PERIOD));
}
