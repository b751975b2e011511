/** Serves a router to whatever the shell connects: the life of an engine process. */
import type { AnyRouter } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { Socket } from 'node:net';
import { errorRecord, isActionable } from '../../../shared/errors.ts';
import { HandedSockets } from './handed-sockets.ts';
import { type EngineOptions, type FromEngine, type ToEngine, toEngine } from './messages.ts';
import type { Handle, Shell } from './shell.ts';
import { SocketAcceptor } from './socket-acceptor.ts';

export interface Served {
  readonly router: AnyRouter;
  close(): Promise<void>;
}

/** Takes the connections that the shell hands over, each a MessagePort or the socket of a WebSocket handshake. */
class Connections {
  readonly #ports: PortHandler<Record<never, never>>;
  readonly #sockets: SocketAcceptor;
  readonly #handed: HandedSockets;
  #last = 0;

  constructor(router: AnyRouter) {
    this.#ports = new PortHandler<Record<never, never>>(router);
    const handler = new SocketHandler(router);
    this.#sockets = new SocketAcceptor((socket) => void handler.upgrade(socket, this.#context()));
    this.#handed = new HandedSockets((upgrade, socket) => this.#sockets.accept(upgrade, socket));
  }

  take(message: Extract<ToEngine, { type: 'connect' | 'upgrade' | 'released' }>, handle: Handle): void {
    if (message.type === 'upgrade') {
      // Without a socket the browser hung up while it was handed over.
      if (handle instanceof Socket) this.#handed.arrived(message, handle);
      return;
    }
    if (message.type === 'released') return this.#handed.released(message.id);
    if (!handle || handle instanceof Socket) throw new Error('A connection came without its port.');
    this.#ports.upgrade(handle, this.#context());
    handle.start();
  }

  /** Tells one window from another: what one changes, the others are told. */
  #context(): { context: { caller: symbol } } {
    return { context: { caller: Symbol(`connection ${++this.#last}`) } };
  }

  close(): void {
    this.#sockets.close();
  }
}

function failureMessage(error: unknown): FromEngine {
  if (!isActionable(error)) console.error(error);
  const { code, message, details } = errorRecord(error);
  return { type: 'failed', code, message, details: { ...details } };
}

/**
 * Waits for the shell's `open`, answers `ready` or `failed`, then takes connections until `close` or until the shell is
 * gone; either way what was opened is closed before the process ends.
 *
 * @param open opens the engine and makes the router that is served
 */
export function serveEngine(shell: Shell, open: (options: EngineOptions) => Promise<Served>): void {
  let served: Promise<Served> | null = null;
  let connections: Connections | null = null;
  let stopping: Promise<never> | null = null;

  async function start(options: EngineOptions): Promise<void> {
    try {
      served = open(options);
      connections = new Connections((await served).router);
      shell.send({ type: 'ready' });
    } catch (error) {
      // The shell ends this process when it has read the message.
      shell.send(failureMessage(error));
    }
  }

  function stop(): void {
    stopping ??= closeAndExit();
  }

  async function closeAndExit(): Promise<never> {
    connections?.close();
    try {
      await (await served)?.close();
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
    process.exit(0);
  }

  shell.onMessage((message, handle) => {
    const parsed = toEngine.parse(message);
    if (parsed.type === 'open') void start(parsed.options);
    else if (parsed.type === 'close') stop();
    else if (connections) connections.take(parsed, handle);
    else throw new Error(`The engine was asked to ${parsed.type} before it was open.`);
  });
  shell.onGone(stop);
  // Ctrl-C, or closing the terminal, reaches every process of the group; the shell decides when the engine ends.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', stop);
}
