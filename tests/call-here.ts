/** Commands of the command line in this process, which has the engine loaded already: a process of their own takes a third of a second of it. */
import { call } from '../src/main/cli/main.ts';
import type { Ended } from './cli.ts';

/** They have one folder, environment and output, so that one goes after another. */
let last: Promise<unknown> = Promise.resolve();

/** @param folder that the command is called in */
export function callHere(args: readonly string[], folder: string, home: string): Promise<Ended> {
  const ended = last.then(() => callAlone(args, folder, home));
  last = ended.catch(() => undefined);
  return ended;
}

async function callAlone(args: readonly string[], folder: string, home: string): Promise<Ended> {
  const before = { folder: process.cwd(), home: process.env['PAIRLENS_HOME'], exitCode: process.exitCode };
  const output = listen(process.stdout);
  const errors = listen(process.stderr);
  process.chdir(folder);
  process.env['PAIRLENS_HOME'] = home;
  process.exitCode = undefined;
  try {
    const code = await call([process.execPath, 'pairlens', ...args]);
    return { code, signal: null, stdout: output.text(), stderr: errors.text() };
  } finally {
    output.stop();
    errors.stop();
    process.exitCode = before.exitCode;
    if (before.home === undefined) delete process.env['PAIRLENS_HOME'];
    else process.env['PAIRLENS_HOME'] = before.home;
    process.chdir(before.folder);
  }
}

/** Takes what is written to a stream, in its place. */
function listen(stream: NodeJS.WriteStream): { readonly text: () => string; readonly stop: () => void } {
  const pieces: Buffer[] = [];
  const before = Object.getOwnPropertyDescriptor(stream, 'write');
  stream.write = (piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    pieces.push(Buffer.from(piece as Uint8Array));
    const written = rest.find((each): each is () => void => typeof each === 'function');
    if (written) process.nextTick(written);
    return true;
  };
  return {
    text: () => Buffer.concat(pieces).toString('utf8'),
    stop: () => {
      if (before) Object.defineProperty(stream, 'write', before);
      else Reflect.deleteProperty(stream, 'write');
    },
  };
}
