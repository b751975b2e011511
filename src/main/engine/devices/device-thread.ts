/**
 * Tries a device where a driver that crashes takes nothing else along: a process of its own, which is asked in a line on standard
 * input and answers in one on standard output; under Electron, which starts no such process, a thread. Started by ask-device.ts.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../core/errors.ts';
import { compareDevice } from './compare-device.ts';
import { ANSWER, type DeviceAnswer, deviceRequest, type DeviceRequest } from './device-messages.ts';
import { probeDevice } from './probe-device.ts';

async function answerTo(request: DeviceRequest): Promise<DeviceAnswer> {
  try {
    return request.type === 'probe'
      ? { type: 'probed', milliseconds: await probeDevice(request.device) }
      : { type: 'compared', ...(await compareDevice(request)) };
  } catch (error) {
    return { type: 'failed', message: messageOf(error) };
  }
}

/** The first line. */
function whatIsAsked(): Promise<string> {
  let said = '';
  return new Promise((resolve) => {
    process.stdin.setEncoding('utf8').on('data', (piece) => {
      said += String(piece);
      if (said.includes('\n')) resolve(said);
    });
    // Nobody is there any more who would read the answer.
    process.stdin.once('end', () => process.exit(1));
  });
}

if (isMainThread) {
  const answer = await answerTo(deviceRequest.parse(JSON.parse(await whatIsAsked())));
  // It ends here, before a driver has cause to crash at its end.
  process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`, () => process.exit(0));
} else parentPort?.postMessage(await answerTo(deviceRequest.parse(workerData)));
