/** The engine as a child process of the server. */
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../engine/paths.ts';
import type { SpawnedProcess } from '../engine/process/engine-process.ts';

/** The engine process's file: the source when this runs from source, else what the build made of it. */
export function engineEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('../engine/process.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'engine.js');
}

export function forkEngine(entry: string): SpawnedProcess<Socket> {
  const child = fork(entry, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    post: (message, socket) => {
      // A child that has just ended is told of by its exit.
      if (child.connected) child.send(message, socket, (error) => error && socket?.destroy());
      else socket?.destroy();
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', listener);
      // It could not be started.
      child.once('error', () => listener(null));
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
