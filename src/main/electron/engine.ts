/** The engine as a utility process, and the brokering of ports between it and the page. */
import { app, ipcMain, MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import { CHANNELS, type EngineFailure } from '../../shared/desktop.ts';
import { PairlensError } from '../../shared/errors.ts';
import { EngineProcess, type SpawnedProcess } from '../engine/process/engine-process.ts';
import { EngineSupervisor } from '../engine/process/supervisor.ts';
import { requireTrustedSender } from './trusted-sender.ts';
import type { Workspaces } from './workspaces.ts';

const KILL_AFTER_MS = 2_000;

export type Engine = EngineSupervisor<MessagePortMain>;

function forkEngine(entry: string): SpawnedProcess<MessagePortMain> {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Pairlens engine', stdio: 'inherit' });
  return {
    post: (message, port) => child.postMessage(message, port ? [port] : []),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', listener);
    },
    kill: () => {
      child.kill();
      // That asks, which an engine that hangs does not hear. Once it has ended it has no number any more.
      setTimeout(() => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      }, KILL_AFTER_MS).unref();
    },
  };
}

/**
 * @param entry the file of the engine process
 * @param storePath the workspace; null for the default one
 * @param before what has to be over before the workspace can be opened
 */
export function createEngine(entry: string, storePath: string | null, before: Promise<unknown>): Engine {
  return new EngineSupervisor(
    async () => {
      await before;
      const options = { shell: 'electron', ...(storePath === null ? {} : { storePath }) } as const;
      return EngineProcess.open(forkEngine(entry), options);
    },
    (text) => console.error(text),
  );
}

/** Gives each page a port to the engine of the workspace that its window shows. */
export function setupEngines(workspaces: Workspaces): void {
  ipcMain.handle(CHANNELS.connectEngine, async (event): Promise<EngineFailure | null> => {
    requireTrustedSender(event);
    try {
      const running = await workspaces.engineOf(event.sender).get();
      const { port1, port2 } = new MessageChannelMain();
      running.send({ type: 'connect' }, port1);
      event.sender.postMessage(CHANNELS.enginePort, null, [port2]);
      return null;
    } catch (error) {
      if (error instanceof PairlensError) return { code: error.code, message: error.message };
      throw error;
    }
  });
  closeBeforeQuitting(workspaces);
}

/** Holds the app's end back until the engines have closed their stores. */
function closeBeforeQuitting(workspaces: Workspaces): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void workspaces.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
