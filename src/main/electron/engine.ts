/** The engine as a utility process, and the brokering of ports between it and the page. */
import { app, ipcMain, MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHANNELS, type EngineFailure } from '../../shared/desktop.ts';
import { PairlensError } from '../../shared/errors.ts';
import { EngineProcess, type SpawnedProcess } from '../engine/process/engine-process.ts';
import type { EngineOptions } from '../engine/process/messages.ts';
import { EngineSupervisor } from '../engine/process/supervisor.ts';
import { requireTrustedSender } from './trusted-sender.ts';

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
    },
  };
}

/** `--store FILE` opens that workspace instead of the default one; every other argument is Chromium's. */
function engineOptions(args: readonly string[]): EngineOptions {
  const { values } = parseArgs({ args: [...args], options: { store: { type: 'string' } }, strict: false });
  if (typeof values.store !== 'string') return { shell: 'electron' };
  return { shell: 'electron', storePath: resolve(values.store) };
}

/** @param entry the file of the engine process */
export function setupEngine(entry: string): Engine {
  const engine: Engine = new EngineSupervisor(
    () => EngineProcess.open(forkEngine(entry), engineOptions(process.argv.slice(1))),
    (text) => console.error(text),
  );

  ipcMain.handle(CHANNELS.connectEngine, async (event): Promise<EngineFailure | null> => {
    requireTrustedSender(event);
    try {
      const running = await engine.get();
      const { port1, port2 } = new MessageChannelMain();
      running.send({ type: 'connect' }, port1);
      event.sender.postMessage(CHANNELS.enginePort, null, [port2]);
      return null;
    } catch (error) {
      if (error instanceof PairlensError) return { code: error.code, message: error.message };
      throw error;
    }
  });
  closeBeforeQuitting(engine);
  return engine;
}

/** Holds the app's end back until the engine has closed its store. */
function closeBeforeQuitting(engine: Engine): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
