/** The browser shell: the renderer's files over HTTP, and the way to the engine for pages that have a session. */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions as HttpOptions,
  type ServerResponse,
} from 'node:http';
import { Socket } from 'node:net';
import { join, resolve } from 'node:path';
import type { Duplex } from 'node:stream';
import { SESSION_PATH, WEBSOCKET_PATH } from '../../shared/browser-access.ts';
import { PairlensError } from '../../shared/errors.ts';
import { securityHeaders } from '../../shared/security-headers.ts';
import { defaultHome, projectRoot } from '../engine/paths.ts';
import { EngineProcess } from '../engine/process/engine-process.ts';
import type { EngineOptions } from '../engine/process/messages.ts';
import { EngineSupervisor } from '../engine/process/supervisor.ts';
import { inBrackets } from './access.ts';
import { BrowserAccess, linkTo } from './browser-access.ts';
import { engineEntry, forkEngine } from './engine-child.ts';
import { Gate, isExchange } from './gate.ts';
import { listen } from './listen.ts';
import { refuse, refuseUpgrade, type Refusal } from './refusal.ts';
import { staticFiles } from './static-files.ts';

export interface ServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
  /** The address to listen on; 127.0.0.1 unless said otherwise. */
  readonly host?: string | undefined;
  /** Where workspaces and models live; the platform's data folder unless said otherwise. */
  readonly home?: string | undefined;
  readonly storePath?: string | undefined;
  /** The built renderer; out/renderer unless said otherwise. */
  readonly rendererDir?: string | undefined;
  /** The module that is the engine process. */
  readonly engineEntry?: string | undefined;
  /** Takes what a person should know while the server runs; stderr unless said otherwise. */
  readonly say?: ((text: string) => void) | undefined;
}

export interface RunningServer {
  /** `http://127.0.0.1:8417/`; who has no session cannot do anything there. */
  readonly address: string;
  readonly port: number;
  readonly access: BrowserAccess;
  /** Opens the workbench, once. */
  newLink(): string;
  /** Stops listening and has the engine close its store. */
  close(): Promise<void>;
}

/**
 * Who connects is there to ask something: a connection without a whole request ends after 8 seconds, however its bytes
 * dribble in, and one that waits between two requests after 5. None takes longer than 10, with the time between two looks.
 */
const LIMITS: HttpOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 8_000,
  requestTimeout: 8_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 500,
};
/** A connection on which nothing moves: one that does not take its answer. */
const STALLED_MS = 30_000;
/** As when the disk is full on which it is noted that a session was used. */
const UNANSWERED: Refusal = {
  status: 500,
  code: 'INTERNAL',
  message: 'The request could not be answered; the terminal says why.',
};
const NO_SUCH_SOCKET: Refusal = { status: 404, code: 'NOT_FOUND', message: 'There is no such WebSocket.' };

class WorkbenchServer {
  readonly #gate: Gate;
  readonly #engine: EngineSupervisor<Socket>;
  readonly #files: (request: IncomingMessage, response: ServerResponse) => void;
  #lastHanded = 0;

  constructor(gate: Gate, engine: EngineSupervisor<Socket>, rendererDir: string) {
    this.#gate = gate;
    this.#engine = engine;
    this.#files = staticFiles(rendererDir);
  }

  create(): Server {
    const server = createServer(LIMITS, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else refuse(response, UNANSWERED);
      });
    });
    server.setTimeout(STALLED_MS);
    return server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        console.error(error);
        socket.destroy();
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const objection = this.#gate.objection(request);
    const connect = objection ? [] : [`ws://${request.headers.host ?? ''}`];
    for (const [name, value] of Object.entries(securityHeaders(connect))) response.setHeader(name, value);
    if (objection) refuse(response, objection);
    else if (isExchange(request)) this.#answerExchange(request, response);
    else if (request.url === SESSION_PATH) await this.#answerSession(request, response);
    else this.#files(request, response);
  }

  /** Gives a page the session that its link stands for. */
  #answerExchange(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('cache-control', 'no-store');
    const answer = this.#gate.exchange(request);
    if ('status' in answer) return refuse(response, answer);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  /** Tells a page whose WebSocket was refused why that was. */
  async #answerSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    const objection = this.#gate.sessionObjection(request);
    const engine = objection ?? (await this.#reachEngine());
    if (engine instanceof EngineProcess) response.writeHead(204).end();
    else refuse(response, engine);
  }

  /** The engine, started if need be, or why there is none. */
  async #reachEngine(): Promise<EngineProcess<Socket> | Refusal> {
    try {
      return await this.#engine.get();
    } catch (error) {
      if (error instanceof PairlensError) return { status: 503, code: error.code, message: error.message };
      return { status: 503, code: 'INTERNAL', message: String(error) };
    }
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A browser that hangs up in the middle of the handshake is nothing to report.
    socket.on('error', () => socket.destroy());
    const objection = this.#gate.upgradeObjection(request);
    const engine = objection ?? (request.url === WEBSOCKET_PATH ? await this.#reachEngine() : NO_SUCH_SOCKET);
    if (!(engine instanceof EngineProcess)) refuseUpgrade(socket, engine);
    else if (socket instanceof Socket && !socket.destroyed) this.#handOver(engine, request, socket, head);
  }

  /** From here on the engine process has the socket: what is said on it never passes through this one. */
  #handOver(engine: EngineProcess<Socket>, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const headers: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers[name] = value;
    const { method = 'GET', url = WEBSOCKET_PATH } = request;
    const id = ++this.#lastHanded;
    engine.send({ type: 'upgrade', id, method, url, headers, head: head.toString('base64') }, socket);
    // Node sends what follows a socket when the other side has it and this one has closed its own end.
    engine.send({ type: 'released', id });
  }
}

/**
 * Opens the engine in a child process and serves the workbench.
 *
 * @throws {PairlensError} PORT_IN_USE; BAD_REQUEST for an address that is not this machine's; NOT_FOUND when the
 *   renderer was not built; and whatever the engine cannot be opened for (STORE_BUSY, STORE_NEWER, …)
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, host = '127.0.0.1', say = (text) => process.stderr.write(`${text}\n`) } = options;
  const engineOptions: EngineOptions = { shell: 'browser' };
  if (options.home !== undefined) engineOptions.home = options.home;
  if (options.storePath !== undefined) engineOptions.storePath = options.storePath;
  const entry = options.engineEntry ?? engineEntry();
  const engine = new EngineSupervisor(() => EngineProcess.open(forkEngine(entry), engineOptions), say);
  const access = new BrowserAccess(resolve(options.home ?? defaultHome()));
  const gate = new Gate(host, access);
  const storePath = options.storePath === undefined ? null : resolve(options.storePath);
  const rendererDir = options.rendererDir ?? join(projectRoot(), 'out', 'renderer');
  const server = new WorkbenchServer(gate, engine, rendererDir).create();

  const taken = await listen(server, port, host);
  const address = addressOf(host, taken);
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await engine.close();
    access.withdraw({ pid: process.pid, port: taken });
  };
  try {
    await engine.get();
    access.announce({ pid: process.pid, port: taken, address, storePath });
  } catch (error) {
    await close();
    throw error;
  }
  return { address, port: taken, access, newLink: () => linkTo(address, access.links.issue()), close };
}

/** The address as a browser on this machine reaches it. */
function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : inBrackets(host);
  return `http://${name}:${port}/`;
}
