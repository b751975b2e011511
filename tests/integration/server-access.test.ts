/** Who is let in to the server, and what a link is good for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { RunningServer } from '../../src/main/server/server.ts';
import { get, handshake, openSocket, raw, TinyServers } from './tiny-server.ts';

const servers = new TinyServers();
let server: RunningServer;
beforeAll(async () => {
  server = await servers.start();
});
afterAll(async () => {
  await server.close();
  servers.remove();
});

describe('who is let in', () => {
  const accepted = (options: ClientOptions): Promise<number> =>
    handshake(openSocket(server, undefined, options));

  it('accepts a session from the page that it served itself', async () => {
    expect(await accepted({})).toBe(101);
  });

  it('accepts a page that came through a tunnel from another port', async () => {
    expect(await accepted({ headers: { host: 'localhost:9000' }, origin: 'http://localhost:9000' })).toBe(
      101,
    );
  });

  it.each([
    ['no session', () => ''],
    ['a wrong session', () => 'x'.repeat(43)],
    ['half a session', () => server.access.sessions.issue().slice(0, 20)],
    ['the token of a link, which is no session', () => server.access.links.issue()],
  ])('refuses %s', async (_case, session) => {
    expect(await handshake(openSocket(server, session()))).toBe(401);
  });

  it.each([
    ['a page of another site', 'https://evil.example'],
    ['a page of another port of this machine', 'http://127.0.0.1:1'],
    ['a sandboxed page', 'null'],
  ])('refuses a session that holds from %s', async (_case, origin) => {
    expect(await accepted({ origin })).toBe(403);
  });

  it('refuses a client without an origin', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/engine`, [
      'pairlens',
      `pairlens.token.${server.access.sessions.issue()}`,
    ]);
    expect(await handshake(socket)).toBe(403);
  });

  it('refuses a name that was made to resolve to this machine, for sockets and files', async () => {
    const headers = { host: `evil.example:${server.port}` };
    expect(await accepted({ headers, origin: `http://evil.example:${server.port}` })).toBe(421);
    expect((await get(server.port, '/', 'evil.example')).status).toBe(421);
    expect((await get(server.port, '/', '')).status).toBe(421);
    expect((await get(server.port, '/', '127.0.0.1.evil.example')).status).toBe(421);
  });

  it('refuses another path', async () => {
    expect(await handshake(openSocket(server, undefined, {}, '/other'))).toBe(404);
  });

  it('tells a page why its socket was refused', async () => {
    const ask = (token: string) =>
      fetch(`http://127.0.0.1:${server.port}/session`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(server.access.sessions.issue())).status).toBe(204);
    const refused = await ask('wrong');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(refused.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['Host: 127.0.0.1', 'Host: evil.example', 'Origin: http://127.0.0.1', 'Authorization: Bearer x'])(
    'refuses a second %s, for sockets and files',
    async (second) => {
      const [name = ''] = second.split(':');
      const first = name === 'Host' ? [] : [second];
      expect((await get(server.port, '/', '127.0.0.1', ...first, second)).status).toBe(400);
      const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
      const lines = ['GET /engine HTTP/1.1', 'Host: 127.0.0.1', ...upgrade, ...first, second];
      expect((await raw(server.port, lines)).status).toBe(400);
    },
  );

  it.each(['http://127.0.0.1/', 'http://evil.example/', 'https://127.0.0.1/session', '*', 'index.html'])(
    'refuses %s as a path',
    async (path) => {
      expect((await get(server.port, path)).status).toBe(400);
    },
  );

  it('asks for a name', async () => {
    expect((await raw(server.port, ['GET / HTTP/1.1', 'Connection: close'])).status).toBe(400);
    expect((await raw(server.port, ['GET / HTTP/1.0'])).status).toBe(421);
  });
});

describe('a link', () => {
  const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');
  const exchange = (own: RunningServer, token: string, headers: Record<string, string> = {}) =>
    fetch(`${own.address}session`, {
      method: 'POST',
      headers: { origin: new URL(own.address).origin, authorization: `Bearer ${token}`, ...headers },
    });
  const sessionOf = async (answer: Response) => ((await answer.json()) as { session: string }).session;

  it('is exchanged for a session, once', async () => {
    const token = tokenOf(server.newLink());
    const answer = await exchange(server, token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await handshake(openSocket(server, await sessionOf(answer)))).toBe(101);
    const again = await exchange(server, token);
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({
      code: 'UNAUTHORIZED',
      message: expect.stringContaining('used already') as unknown,
    });
  });

  it('goes to one of many who come with it at the same time', async () => {
    const token = tokenOf(server.newLink());
    const answers = await Promise.all(Array.from({ length: 12 }, () => exchange(server, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is another one each time, and all hold until they are used', async () => {
    const tokens = [server.newLink(), server.newLink(), server.newLink()].map(tokenOf);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect((await exchange(server, token)).status).toBe(200);
  });

  it('is exchanged by the server’s own page only, and stays whole when another tries', async () => {
    const token = tokenOf(server.newLink());
    expect((await exchange(server, token, { origin: 'https://evil.example' })).status).toBe(403);
    const lines = [`Host: 127.0.0.1:${server.port}`, `Authorization: Bearer ${token}`, 'Content-Length: 0'];
    expect((await raw(server.port, ['POST /session HTTP/1.1', ...lines, 'Connection: close'])).status).toBe(
      403,
    );
    expect((await exchange(server, token)).status).toBe(200);
  });

  it('and its session hold when the server was started anew, and nowhere but in its home', async () => {
    const home = servers.newHome();
    const first = await servers.start({ home });
    const session = await sessionOf(await exchange(first, tokenOf(first.newLink())));
    const unused = tokenOf(first.newLink());
    await first.close();
    const second = await servers.start({ home });
    expect(await handshake(openSocket(second, session))).toBe(101);
    expect((await exchange(second, unused)).status).toBe(200);
    expect(await handshake(openSocket(server, session))).toBe(401);
    await second.close();
  });
});
