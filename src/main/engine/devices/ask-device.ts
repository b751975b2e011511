/** Has a device tried in a process of its own (device-thread.ts): a driver may crash, or never come back. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../core/errors.ts';
import { projectRoot } from '../paths.ts';
import '../inference/no-telemetry.ts';
import {
  ANSWER,
  type AnswerTo,
  type DeviceAnswer,
  deviceAnswer,
  type DeviceRequest,
} from './device-messages.ts';

/** Of standard output and error, the end that is kept. */
const KEPT_CHARACTERS = 20_000;

/** `crashed`: the process ended by itself without an answer. */
export type Tried<Type extends DeviceRequest['type']> =
  AnswerTo<Type> | { readonly type: 'failed'; readonly message: string; readonly crashed: boolean };

export type AskDevice = <Request extends DeviceRequest>(
  request: Request,
  milliseconds: number,
) => Promise<Tried<Request['type']>>;

/** @param milliseconds after which it is given up */
export const askDevice: AskDevice = async <Request extends DeviceRequest>(
  request: Request,
  milliseconds: number,
) => {
  const answer =
    process.versions['electron'] === undefined
      ? await inProcess(request, milliseconds)
      : await inThread(request, milliseconds);
  return answer as Tried<Request['type']>;
};

type Outcome =
  DeviceAnswer | { readonly type: 'failed'; readonly message: string; readonly crashed: boolean };

function inProcess(request: DeviceRequest, milliseconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry(), JSON.stringify(request)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let isLate = false;
    const hear = (piece: Buffer) => (said = `${said}${piece.toString()}`.slice(-KEPT_CHARACTERS));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, milliseconds);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ type: 'failed', message: messageOf(error), crashed: false });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const line = said.split('\n').find((one) => one.startsWith(ANSWER));
      if (line !== undefined)
        return resolve(withCrash(deviceAnswer.parse(JSON.parse(line.slice(ANSWER.length)))));
      const how = isLate
        ? `it did not answer within ${Math.round(milliseconds / 1000)} s`
        : `its driver ended the process that tried it (${signal ?? `exit code ${code}`})`;
      resolve({ type: 'failed', message: how, crashed: !isLate });
    });
  });
}

function withCrash(answer: DeviceAnswer): Outcome {
  return answer.type === 'failed' ? { ...answer, crashed: false } : answer;
}

async function inThread(request: DeviceRequest, milliseconds: number): Promise<Outcome> {
  const worker = new Worker(entry(), { workerData: request, execArgv: [] });
  const late = `it did not answer within ${Math.round(milliseconds / 1000)} s`;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Outcome>((resolve) => {
      const failed = (message: string) => resolve({ type: 'failed', message, crashed: false });
      worker.once('message', (message) => resolve(withCrash(deviceAnswer.parse(message))));
      worker.once('error', (error) => failed(messageOf(error)));
      timer = setTimeout(() => failed(late), milliseconds);
    });
  } finally {
    clearTimeout(timer);
    void worker.terminate();
  }
}

/** The file of the process or the thread: the source when this runs from source, else what the build made of it. */
function entry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./device-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'device-thread.js');
}
