/** Has a device tried in a process of its own (device-thread.ts): a driver may crash, or never come back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../core/errors.ts';
import { projectRoot } from '../paths.ts';
import '../inference/no-telemetry.ts';
import { Turns } from '../inference/turns.ts';
import {
  ANSWER,
  type AnswerTo,
  type DeviceAnswer,
  deviceAnswer,
  type DeviceRequest,
} from './device-messages.ts';

/** Of standard output and error, the end that is kept. */
const KEPT_CHARACTERS = 20_000;

/** `answered`: what tried the device said so itself; it did not crash, and was not given up. */
export type Tried<Type extends DeviceRequest['type']> =
  AnswerTo<Type> | { readonly type: 'failed'; readonly message: string; readonly answered: boolean };

export interface Asking {
  /** Gives it up, and ends what tries the device. */
  readonly signal?: AbortSignal | undefined;
  /** Waited for where the device is tried in this process: of the sessions on a device, one at a time may do anything. */
  readonly turns?: Turns;
}

export type AskDevice = <Request extends DeviceRequest>(
  request: Request,
  milliseconds: number,
  asking?: Asking,
) => Promise<Tried<Request['type']>>;

/**
 * @param milliseconds after which it is given up
 * @throws the signal's reason
 */
export const askDevice: AskDevice = async <Request extends DeviceRequest>(
  request: Request,
  milliseconds: number,
  { signal, turns = new Turns(1) }: Asking = {},
) => {
  signal?.throwIfAborted();
  const answer =
    process.versions['electron'] === undefined
      ? await inProcess(request, milliseconds, signal)
      : await inThread(request, milliseconds, { signal, turns });
  signal?.throwIfAborted();
  return answer as Tried<Request['type']>;
};

type Outcome =
  DeviceAnswer | { readonly type: 'failed'; readonly message: string; readonly answered: boolean };

async function inProcess(
  request: DeviceRequest,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  // What it reads ends with this process, however this one ends, and then it ends, too.
  const child = spawn(process.execPath, [entry()], { stdio: ['pipe', 'pipe', 'pipe'] });
  // Longer than an argument may be where it has a graph. That the process is gone is told by its end.
  child.stdin.on('error', () => undefined).write(`${JSON.stringify(request)}\n`);
  const kill = () => void child.kill('SIGKILL');
  // While its driver is busy it reads nothing.
  process.once('exit', kill);
  signal?.addEventListener('abort', kill, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, milliseconds);
  try {
    return await answerOf(child, () => (isLate ? lateAfter(milliseconds) : null));
  } finally {
    clearTimeout(timer);
    process.off('exit', kill);
    signal?.removeEventListener('abort', kill);
  }
}

/** @param late says so where it was ended for taking too long */
function answerOf(child: ChildProcess, late: () => string | null): Promise<Outcome> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (piece: Buffer) => (said = `${said}${piece.toString()}`.slice(-KEPT_CHARACTERS));
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => resolve(failed(messageOf(error))));
    child.once('close', (code, signal) => {
      const line = said.split('\n').find((one) => one.startsWith(ANSWER));
      if (line !== undefined)
        return resolve(outcomeOf(deviceAnswer.parse(JSON.parse(line.slice(ANSWER.length)))));
      const crash = `its driver ended the process that tried it (${signal ?? `exit code ${code}`})`;
      resolve(failed(late() ?? crash));
    });
  });
}

function failed(message: string): Outcome {
  return { type: 'failed', message, answered: false };
}

function lateAfter(milliseconds: number): string {
  return `it did not answer within ${Math.round(milliseconds / 1000)} s`;
}

function outcomeOf(answer: DeviceAnswer): Outcome {
  return answer.type === 'failed' ? { ...answer, answered: true } : answer;
}

/**
 * The turn lasts until the thread has ended, also where nobody waits for its answer any more.
 * @returns a failure where it is late, waiting included, or `signal` says so
 */
export async function inThread(
  request: DeviceRequest,
  milliseconds: number,
  { signal, turns }: { readonly signal?: AbortSignal | undefined; readonly turns: Turns },
): Promise<Outcome> {
  const answer = Promise.withResolvers<Outcome>();
  const over = new AbortController();
  const end = (outcome: Outcome) => {
    answer.resolve(outcome);
    over.abort();
  };
  const timer = setTimeout(() => end(failed(lateAfter(milliseconds))), milliseconds);
  const stop = () => end(failed('it was cancelled'));
  signal?.addEventListener('abort', stop, { once: true });
  turns
    .take(() => untilEnded(request, over.signal, end))
    .catch((error: unknown) => end(failed(messageOf(error))));
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

async function untilEnded(
  request: DeviceRequest,
  over: AbortSignal,
  end: (outcome: Outcome) => void,
): Promise<void> {
  if (over.aborted) return;
  const isOver = new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
  const worker = new Worker(entry(), { workerData: request, execArgv: [] });
  worker.once('message', (message) => end(outcomeOf(deviceAnswer.parse(message))));
  worker.once('error', (error) => end(failed(messageOf(error))));
  worker.once('exit', (code) => end(failed(`the thread that tried it ended (exit code ${code})`)));
  await isOver;
  await worker.terminate();
}

/** The file of the process or the thread: the source when this runs from source, else what the build made of it. */
function entry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./device-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'device-thread.js');
}
