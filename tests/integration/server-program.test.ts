/** The server as a program of its own (needs a build). */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/main/server/server.ts';
import { TinyServers } from './tiny-server.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main', 'server', 'main.ts');

const servers = new TinyServers();
const { folder } = servers;
let server: RunningServer;
beforeAll(async () => {
  server = await servers.start();
});
afterAll(async () => {
  await server.close();
  servers.remove();
});

describe('the program (needs a build)', () => {
  /** Runs it with a home of its own; `printed` settles with its first line, or '' when it ends before one. */
  function run(...args: string[]) {
    return runIn(servers.newHome(), {}, '--no-open', ...args);
  }

  function runIn(home: string, variables: Record<string, string>, ...args: string[]) {
    const env = { ...process.env, PAIRLENS_HOME: home, ...variables };
    const child = spawn(process.execPath, [MAIN, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, errors }));
    });
    const firstLine = new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
    });
    return { child, ended, printed: Promise.race([firstLine, ended.then(() => '')]) };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its address, and closes the store on %s',
    async (signal) => {
      const { child, ended, printed } = run();
      expect(await printed).toMatch(/^The workbench is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
      child.kill(signal);
      const { code, errors } = await ended;
      expect(code).toBe(0);
      expect(errors).not.toContain('unexpectedly');
    },
  );

  it('prints another link to the server that runs, and says when there is none', async () => {
    const home = servers.newHome();
    const { code, errors } = await runIn(home, {}, '--link').ended;
    expect([code, errors]).toEqual([1, `no workbench is being served from ${home}; start one\n`]);

    const { child, ended, printed } = runIn(home, {}, '--no-open');
    const first = await printed;
    const second = await runIn(home, {}, '--link').printed;
    expect(second).toMatch(/^The workbench is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
    expect(second).not.toBe(first);
    expect(second.split('#')[0]).toBe(first.split('#')[0]);
    child.kill('SIGTERM');
    await ended;
  });

  it.skipIf(process.platform !== 'linux')(
    'opens a browser by a file that is nobody else’s and goes when its link is used (with xdg-open, on Linux)',
    async () => {
      const home = servers.newHome();
      const programs = mkdtempSync(join(folder, 'programs-'));
      const heard = join(programs, 'heard');
      writeFileSync(
        join(programs, 'xdg-open'),
        `#!/bin/sh\nprintf %s "$*" > '${heard}.partial'\nmv '${heard}.partial' '${heard}'\n`,
        {
          mode: 0o755,
        },
      );
      const { child, ended, printed } = runIn(home, {
        DISPLAY: ':0',
        PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      });
      const [, address = ''] = /(http\S+)#/.exec(await printed) ?? [];
      await expect.poll(() => existsSync(heard)).toBe(true);
      const file = fileURLToPath(readFileSync(heard, 'utf8'));
      expect(dirname(file)).toBe(join(home, 'browser'));
      expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
      const [, token = ''] = /#token=([\w-]{43})"/.exec(readFileSync(file, 'utf8')) ?? [];
      expect(readFileSync(heard, 'utf8')).not.toContain(token);
      expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('token');

      const headers = { origin: new URL(address).origin, authorization: `Bearer ${token}` };
      expect((await fetch(`${address}session`, { method: 'POST', headers })).status).toBe(200);
      await expect.poll(() => existsSync(file)).toBe(false);
      child.kill('SIGTERM');
      await ended;
    },
  );

  it('ends with 1 and the reason when the port is in use', async () => {
    const { code, errors } = await run('--port', String(server.port)).ended;
    expect([code, errors]).toEqual([1, `port ${server.port} on 127.0.0.1 is in use; choose another one\n`]);
  });

  it('ends with 2 when it is asked for nonsense', async () => {
    expect((await run('--port', 'eighty').ended).code).toBe(2);
  });
});
