/**
 * Pages that vanish in the middle of a message, that read slowly, that say half of a handshake or anything at all: those
 * that behave are answered rightly meanwhile, and the server is as it was afterwards.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, startServer } from '../../src/main/server/server.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';
import { temporaryFolder } from '../integration/workspace.ts';
import { SlowLine } from '../slow-line.ts';
import { type Chance, chance, SEED, times } from './scale.ts';

const PAGES = times(20, 600);
/** At once. */
const SIDE_BY_SIDE = 8;
const TINY = join(import.meta.dirname, '../fixtures/tiny-engine');
const BYTES = 300_000;

let folder: ReturnType<typeof temporaryFolder>;
let server: RunningServer;
let slow: SlowLine;

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startServer({
    home: folder.path,
    engineEntry: join(TINY, 'process.ts'),
    rendererDir: join(TINY, 'renderer'),
  });
  slow = await SlowLine.to(server.port, 2e6);
});
afterAll(async () => {
  slow.close();
  await server.close();
  folder.remove();
});

interface Page {
  readonly socket: WebSocket;
  readonly client: ContractRouterClient<TinyContract>;
}

function page(port: number): Page {
  const session = server.access.sessions.issue();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, ['pairlens', `pairlens.token.${session}`], {
    origin: `http://127.0.0.1:${port}`,
  });
  // One that vanishes in the middle of the handshake says so.
  socket.on('error', () => undefined);
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { socket, client: createORPCClient(link) };
}

/** Sends bytes and gets them back the other way around. */
async function converse({ socket, client }: Page): Promise<void> {
  const sent = randomBytes(BYTES);
  const back = await client.reverse({ content: new Blob([sent]) });
  expect(Buffer.from(await back.arrayBuffer()).equals(sent.toReversed())).toBe(true);
  socket.terminate();
}

const FATES: Readonly<Record<string, (draws: Chance) => Promise<void>>> = {
  behaves: () => converse(page(server.port)),
  'is slow': () => converse(page(slow.port)),
  async vanishes({ whole }) {
    const { socket, client } = page(server.port);
    // Nobody waits for the answer of a page that is gone.
    client.reverse({ content: new Blob([randomBytes(BYTES)]) }).catch(() => undefined);
    await setTimeout(whole(0, 60));
    socket.terminate();
  },
  async 'says half of a handshake'({ whole }) {
    const request = `GET /engine HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`;
    await say(Buffer.from(request.slice(0, whole(0, request.length))), whole(0, 60));
  },
  async 'says anything'({ whole }) {
    await say(randomBytes(whole(1, 5000)), whole(0, 60));
  },
};

function say(bytes: Buffer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(bytes);
      void setTimeout(milliseconds).then(() => socket.destroy());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

it(
  'answers those that behave',
  async () => {
    const draws = chance('sockets');
    const names = Object.keys(FATES);
    const counts: Record<string, number> = {};
    let open = 0;
    const one = async (): Promise<void> => {
      while (open < PAGES) {
        open++;
        const name = names[draws.whole(0, names.length - 1)] ?? '';
        counts[name] = (counts[name] ?? 0) + 1;
        await FATES[name]?.(draws);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
    await converse(page(server.port));
    const words = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    console.log(`pages (seed ${SEED}): ${words.join(', ')}`);
  },
  times(120_000, 1_800_000),
);
