/** How a browser comes in and stays in: links, reloads, tabs, and a server that was started anew. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Browser, expect, type Page, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..');
const CLI = join(ROOT, 'out/main/cli.js');

let home: string;
let server: ChildProcess;
test.beforeEach(() => {
  test.skip(test.info().project.name === 'electron', 'the desktop shell has no server');
  home = mkdtempSync(join(tmpdir(), 'pairlens-links-'));
});
test.afterEach(async () => {
  await stop();
  rmSync(home, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, PAIRLENS_HOME: home });

/** Serves the workbench; the link that it prints. */
async function serve(...args: string[]): Promise<string> {
  server = spawn(process.execPath, [CLI, 'serve', '--json', ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!server.stdout) throw new Error('the server has no output');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

async function stop(): Promise<void> {
  if (!server || server.exitCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}

async function freshLink(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'serve', '--link', '--json'], {
    env: environment(),
  });
  return (JSON.parse(stdout) as { url: string }).url;
}

const originOf = (link: string) => new URL(link).origin;
const isIn = (page: Page) => expect(page.getByRole('button', { name: 'New project' })).toBeVisible();
const isOut = (page: Page) => expect(page.getByRole('alert')).toContainText('closed to this page');
/** A browser of somebody else, or another one of the same person. */
const elsewhere = async (browser: Browser) => (await browser.newContext()).newPage();

test('a link opens the workbench once, and leaves no token that works', async ({ page, browser }) => {
  const link = await serve();
  await page.goto(link);
  await isIn(page);
  expect(page.url()).toBe(`${originOf(link)}/`);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('session');
  expect(await page.context().cookies()).toEqual([]);

  const other = await elsewhere(browser);
  await other.goto(link);
  await isOut(other);
  await expect(other.getByRole('alert')).toContainText('used already');
  await expect(other.getByRole('alert')).toContainText('pairlens serve --link');
});

test('a page that was not let in asks for nothing more', async ({ page }) => {
  const link = await serve();
  await page.goto(`${originOf(link)}/#token=${'x'.repeat(43)}`);
  await isOut(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  await page.waitForTimeout(8_000);
  expect(requests).toEqual([]);

  // A link that is pasted into the tab lets it in.
  await page.goto(await freshLink());
  await isIn(page);
});

test('a reload, the same link again and a second tab just work', async ({ page }) => {
  const link = await serve();
  await page.goto(link);
  await isIn(page);
  await page.reload();
  await isIn(page);
  await page.goto('about:blank');
  await page.goto(link);
  await isIn(page);

  const second = await page.context().newPage();
  await second.goto(`${originOf(link)}/#/models`);
  await expect(second.getByRole('heading', { name: 'Models' })).toBeVisible();
  await page.close();
  await second.reload();
  await expect(second.getByRole('heading', { name: 'Models' })).toBeVisible();
});

test('tabs that were not let in open when one of them is', async ({ page }) => {
  const link = await serve();
  const second = await page.context().newPage();
  await second.goto(originOf(link));
  await isOut(second);
  await page.goto(link);
  await isIn(page);
  await isIn(second);
});

test('a page goes on when its server was started anew at the same address', async ({ page }) => {
  const link = await serve();
  await page.goto(link);
  await isIn(page);
  await stop();
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await serve('--port', new URL(link).port);
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'New project' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});
