/** The thread's side: it answers questions and goes through tasks until it is told to close. */
import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { type ErrorRecord, PairlensError } from '../../../shared/errors.ts';
import { type FromThread, PIECES_AHEAD, type ToThread } from './messages.ts';
import type { Questions, Steps, Tasks } from './readings.ts';

export interface ServedReadings {
  readonly questions: Questions;
  readonly tasks: Tasks;
  /** How an error crosses to the engine. */
  readonly failureOf: (error: unknown) => ErrorRecord;
  /** Called when nothing is at work any more. */
  readonly close: () => void | Promise<void>;
}

/** A task at work. */
class Work {
  stopped = false;
  #ahead = 0;
  #wake: () => void = () => undefined;

  /** Settles when another piece may be sent, or none is wanted. */
  async room(): Promise<void> {
    while (this.#ahead >= PIECES_AHEAD && !this.stopped)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  sent(): void {
    this.#ahead += 1;
  }

  taken(): void {
    this.#ahead -= 1;
    this.#wake();
  }

  stop(): void {
    this.stopped = true;
    this.#wake();
  }
}

export function serveReadings(
  port: MessagePort,
  { questions, tasks, failureOf, close }: ServedReadings,
): void {
  const working = new Map<number, Work>();
  const asked = new Map<number, AbortController>();
  const ends = new Set<Promise<void>>();
  const tell = (message: FromThread) => port.postMessage(message);

  async function answer(id: number, read: () => unknown): Promise<void> {
    try {
      const value = await read();
      port.postMessage({ type: 'done', id, value } satisfies FromThread, movable(value));
    } catch (error) {
      tell({ type: 'failed', id, failure: failureOf(error) });
    }
  }

  /** One that nobody waits for any more is told so: whether it ends before its time is its own affair. */
  async function ask(id: number, question: (signal: AbortSignal) => unknown): Promise<unknown> {
    const given = new AbortController();
    asked.set(id, given);
    try {
      return await question(given.signal);
    } finally {
      asked.delete(id);
    }
  }

  async function go(id: number, steps: Steps): Promise<unknown> {
    const work = new Work();
    working.set(id, work);
    try {
      for (;;) {
        await work.room();
        if (work.stopped) {
          await steps.return(undefined);
          throw new PairlensError('CANCELLED', 'nobody waits for it any more');
        }
        const step = await steps.next();
        if (step.done === true) return step.value;
        tell({ type: 'piece', id, value: step.value });
        work.sent();
        // What was said meanwhile is heard.
        await setImmediate();
      }
    } finally {
      working.delete(id);
    }
  }

  function start(end: Promise<void>): void {
    ends.add(end);
    void end.then(() => ends.delete(end));
  }

  async function end(): Promise<void> {
    for (const work of working.values()) work.stop();
    for (const question of asked.values()) question.abort();
    await Promise.all(ends);
    await close();
    port.close();
  }

  port.on('message', (message: ToThread) => {
    if (message.type === 'close') return void end();
    if (message.type === 'taken') return working.get(message.id)?.taken();
    if (message.type === 'stop') {
      asked.get(message.id)?.abort();
      return working.get(message.id)?.stop();
    }
    const { id, name, request } = message;
    start(
      message.type === 'ask'
        ? answer(id, () => ask(id, (signal) => named(questions, name)(...([...request, signal] as never[]))))
        : answer(id, () => go(id, named(tasks, name)(...(request as never[])))),
    );
  });
}

/** Bytes that have their memory to themselves are handed over, not copied: an answer is read once. */
function movable(value: unknown): ArrayBuffer[] {
  const isPlain = value instanceof Uint8Array && value.constructor === Uint8Array;
  return isPlain && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
    ? [value.buffer]
    : [];
}

function named<Reading>(table: Readonly<Record<string, Reading>>, name: string): Reading {
  const reading = table[name];
  if (reading === undefined) throw new Error(`no reading is called ${name}`);
  return reading;
}
