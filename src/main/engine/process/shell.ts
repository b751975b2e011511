/** The process that started this engine: Electron's main process or the browser shell's server. */
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { Socket } from 'node:net';
import { watchShell } from './shell-watch.ts';
import type { FromEngine } from './messages.ts';

/** A MessagePort that must be started before it delivers. */
export type EnginePort = SupportedMessagePort & { start(): void };
export type Handle = EnginePort | Socket | undefined;

export interface Shell {
  send(message: FromEngine): void;
  /** `message` is not yet parsed. */
  onMessage(listener: (message: unknown, handle: Handle) => void): void;
  /** Called when the shell has ended without saying `close`. */
  onGone(listener: () => void): void;
}

/** What Electron puts on `process` in a utility process; the engine does not import Electron for it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: EnginePort[] }) => void): unknown;
}

function electronShell(parentPort: ParentPort): Shell {
  return {
    send: (message) => parentPort.postMessage(message),
    onMessage: (listener) => {
      parentPort.on('message', ({ data, ports }) => listener(data, ports[0]));
    },
    // Chromium ends its utility processes when the process that started them ends, whatever they are doing.
    onGone: () => undefined,
  };
}

function serverShell(): Shell {
  watchShell(process.ppid);
  return {
    send: (message) => {
      // A server that is gone is told of by `disconnect`.
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => {
      process.on('message', (message, handle) =>
        listener(message, handle instanceof Socket ? handle : undefined),
      );
    },
    onGone: (listener) => {
      process.on('disconnect', listener);
    },
  };
}

/** @throws Error when this process was started by neither shell */
export function shellOfThisProcess(): Shell {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort) return electronShell(parentPort);
  if (process.send) return serverShell();
  throw new Error('The engine process is started by a shell: `npm start` or `pairlens serve`.');
}
