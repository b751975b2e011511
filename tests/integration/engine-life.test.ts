/** An engine ends with the server that started it, however that ends, and is told of when it ends by itself. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { isRunning } from '../../src/main/engine/files/is-running.ts';
import { CommandLine } from '../cli.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairlens-life-'));
afterAll(() => rmSync(folder, { recursive: true }));

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Connected {
  readonly socket: WebSocket;
  readonly client: ContractRouterClient<TinyContract>;
}

interface Started extends Connected {
  readonly server: ChildProcess;
  /** Another connection to the same server. */
  readonly connect: () => Connected;
  /** Process id of the engine. */
  readonly pid: number;
  /** What the server has said. */
  readonly said: () => string;
}

async function start(): Promise<Started> {
  const program = join(import.meta.dirname, 'server.child.ts');
  const server = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(server);
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const { port, session } = JSON.parse(line) as { port: number; session: string };
  const connect = (): Connected => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, ['pairlens', `pairlens.token.${session}`], {
      origin: `http://127.0.0.1:${port}`,
    });
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    return { socket, client: createORPCClient(link) };
  };
  const first = connect();
  return { server, ...first, connect, pid: await first.client.pid(), said: () => said };
}

const gone = (pid: number) => expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);

describe('a server that is killed takes its engine with it', () => {
  it('when the engine is idle', async () => {
    const { server, pid } = await start();
    server.kill('SIGKILL');
    await gone(pid);
  });

  it('when the engine is too busy to learn of it', async () => {
    const { server, client, socket, pid, said } = await start();
    const answers: string[] = [];
    client.block().catch(() => undefined);
    await expect.poll(said, { timeout: 60_000 }).toContain('blocked');
    // It waits behind the call that blocks.
    client.add({ a: 1, b: 1 }).then(
      () => answers.push('answered'),
      () => undefined,
    );
    const closed = once(socket, 'close');
    server.kill('SIGKILL');
    await closed;
    await gone(pid);
    expect(answers).toEqual([]);
  });
});

describe('an engine that is killed', () => {
  it('is told of, and another is there for the next who asks', async () => {
    const { socket, connect, pid, said } = await start();
    const closed = once(socket, 'close');
    process.kill(pid, 'SIGKILL');
    await closed;
    await expect.poll(said).toContain('The engine stopped unexpectedly (killed)');
    const next = connect();
    expect(await next.client.add({ a: 1, b: 1 })).toBe(2);
    expect(await next.client.pid()).not.toBe(pid);
    next.socket.terminate();
  });
});

it.skipIf(process.platform !== 'linux')(
  'pairlens serve that is killed lets go of the workspace (children are found on Linux only; needs a build)',
  async () => {
    const cli = new CommandLine();
    const server = cli.start(['serve']);
    await server.says('Stop it with Ctrl-C');
    const { pid = 0 } = server.process as ChildProcess;
    const engines = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    expect(engines).toHaveLength(1);
    server.process.kill('SIGKILL');
    await Promise.all(engines.map(gone));
    expect((await cli.run('runs', 'list')).code).toBe(0);
    cli.remove();
  },
);
