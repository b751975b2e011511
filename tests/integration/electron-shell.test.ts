/**
 * What the desktop shell asks of Electron, against the stand-in of tests/fixtures/electron-stand-in. That Electron then
 * does it is for the end-to-end tests, wherever its binary exists (`npm run test:electron`).
 */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isStale } from '../../scripts/built.ts';
import { openMessagePortChannel } from '../../src/renderer/lib/engine/connection/message-port-channel.ts';
import { type ChosenFile, type DesktopBridge, ENGINE_PORT } from '../../src/shared/desktop.ts';
import type { Contract } from '../../src/shared/contract.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';

// One stand-in for all tests; the shell's own modules are loaded anew for each.
const electron = await vi.hoisted(() => import('../fixtures/electron-stand-in/electron.ts'));
vi.mock('electron', () => electron);

const { app, asked, BrowserWindow, ipcMain, Menu, protocol, session, world } = electron;
const PROJECT = join(import.meta.dirname, '..', '..');
const PAGE = { url: 'app://pairlens/index.html', parent: null };

/** Runs main.ts anew; the window is there when it resolves, unless there is to be none. */
async function startShell(): Promise<void> {
  vi.resetModules();
  await import('../../src/main/electron/main.ts');
  if (world.hasLock && !world.failsToStart) await vi.waitFor(() => expect(BrowserWindow.all).toHaveLength(1));
}

const argv = process.argv;
function startedWith(...args: string[]): void {
  process.argv = ['electron', '.', ...args];
}
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

function onlyWindow(): InstanceType<typeof BrowserWindow> {
  const [window] = BrowserWindow.all;
  return window ?? expect.unreachable('there is no window');
}

function called(name: string): unknown[][] {
  return asked.filter(([what]) => what === name).map((call) => call.slice(1));
}

/** Emits an event of the page as Chromium would; true when the shell prevented it. */
function prevented(name: string, fields: object): boolean {
  const event = new electron.FakeEvent(fields);
  onlyWindow().webContents.emit(name, event);
  return event.defaultPrevented;
}

beforeEach(() => {
  electron.resetStandIn();
  electron.utilityProcess.entry = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine', 'process.ts');
  world.userData = mkdtempSync(join(tmpdir(), 'pairlens-electron-'));
});

/** Quits as Electron does: `will-quit`, again after the shell asked for it again. */
async function quit(): Promise<InstanceType<typeof electron.FakeEvent>> {
  const event = new electron.FakeEvent();
  app.emit('will-quit', event);
  if (event.defaultPrevented) await vi.waitFor(() => expect(called('app.quit').length).toBeGreaterThan(0));
  return event;
}
afterEach(async () => {
  await quit();
  rmSync(world.userData, { recursive: true });
});

describe('the window', () => {
  it('isolates the page: sandbox, context isolation, no Node, no webview, web security', async () => {
    await startShell();
    expect(onlyWindow().options['webPreferences']).toEqual({
      preload: expect.stringMatching(/out[\\/]preload[\\/]preload\.cjs$/) as unknown,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: true,
      spellcheck: false,
    });
    expect(called('app.enableSandbox')).toHaveLength(1);
    expect(called('window.loadURL')).toEqual([['app://pairlens/index.html']]);
  });

  it('has no developer tools in the packaged app, neither in the page nor in the menu', async () => {
    const roles = () => Menu.application.flatMap(({ submenu = [] }) => submenu.map(({ role }) => role));
    await startShell();
    expect(roles()).toContain('toggleDevTools');
    electron.resetStandIn();
    world.isPackaged = true;
    await startShell();
    expect(onlyWindow().options['webPreferences']).toMatchObject({ devTools: false });
    expect(roles()).not.toContain('toggleDevTools');
    expect(roles()).toContain('reload');
  });

  it('sets the sandbox and the scheme up before the app is ready', async () => {
    await startShell();
    const order = asked.map(([what]) => what);
    const ready = order.indexOf('app.whenReady');
    expect(order.indexOf('app.enableSandbox')).toBeLessThan(ready);
    expect(order.indexOf('protocol.registerSchemesAsPrivileged')).toBeLessThan(ready);
    expect(protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('is shown when it has something to show', async () => {
    await startShell();
    expect(onlyWindow().options['show']).toBe(false);
    expect(called('window.show')).toHaveLength(0);
    onlyWindow().emit('ready-to-show');
    expect(called('window.show')).toHaveLength(1);
  });

  it('offers to open the page again when its process is gone', async () => {
    await startShell();
    onlyWindow().webContents.emit('render-process-gone', new electron.FakeEvent(), { reason: 'crashed' });
    await vi.waitFor(() => expect(called('webContents.reload')).toHaveLength(1));
  });

  it('ends the app with the last window, except on macOS, and opens it again there', async () => {
    await startShell();
    app.emit('window-all-closed');
    expect(called('app.quit')).toHaveLength(process.platform === 'darwin' ? 0 : 1);
    onlyWindow().emit('closed');
    app.emit('activate');
    expect(BrowserWindow.all).toHaveLength(2);
  });
});

describe('where the window was', () => {
  const stateFile = (): string => join(world.userData, 'window-state.json');
  const kept = (bounds: object, maximized = false): void =>
    writeFileSync(stateFile(), JSON.stringify({ bounds, maximized }));

  it('is kept when it closes and used the next time', async () => {
    await startShell();
    onlyWindow().bounds = { x: 50, y: 60, width: 1100, height: 700 };
    onlyWindow().maximized = true;
    onlyWindow().emit('close');
    expect(JSON.parse(readFileSync(stateFile(), 'utf8'))).toEqual({
      bounds: { x: 50, y: 60, width: 1100, height: 700 },
      maximized: true,
    });
    BrowserWindow.all = [];
    await startShell();
    expect(onlyWindow().options).toMatchObject({ x: 50, y: 60, width: 1100, height: 700 });
    expect(onlyWindow().maximized).toBe(true);
  });

  it.each([
    ['on a screen that is gone', { x: 2500, y: 60, width: 1100, height: 700 }],
    ['above the screen', { x: 50, y: -300, width: 1100, height: 700 }],
    ['too small to use', { x: 50, y: 60, width: 10, height: 10 }],
    ['not numbers', { x: 'a', y: 60, width: 1100, height: 700 }],
  ])('is forgotten when it is %s', async (_case, bounds) => {
    kept(bounds);
    await startShell();
    expect(onlyWindow().options).toMatchObject({ width: 1280, height: 800 });
    expect(onlyWindow().options).not.toHaveProperty('x');
  });

  it('may be on a second screen', async () => {
    world.displays.push({ workArea: { x: 1920, y: 0, width: 1920, height: 1080 } });
    kept({ x: 2500, y: 60, width: 1100, height: 700 });
    await startShell();
    expect(onlyWindow().options).toMatchObject({ x: 2500 });
  });

  it('is forgotten when the file is damaged', async () => {
    writeFileSync(stateFile(), '{"bounds":');
    await startShell();
    expect(onlyWindow().options).toMatchObject({ width: 1280 });
  });
});

describe('navigation', () => {
  beforeEach(startShell);

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s leaves for nowhere', (event) => {
    for (const url of [
      'https://evil.example/',
      'file:///etc/passwd',
      'app://evil/index.html',
      'app://pairlens.evil.example/',
      'http://pairlens/',
      'javascript:alert(1)',
      'data:text/html,hello',
      'no address',
    ])
      expect(prevented(event, { url }), url).toBe(true);
    expect(prevented(event, { url: 'app://pairlens/index.html#/runs/3' })).toBe(false);
  });

  it('attaches no webview', () => {
    expect(prevented('will-attach-webview', {})).toBe(true);
  });

  it('opens no window, and links to known sites in the browser', () => {
    const open = (url: string) => onlyWindow().webContents.windowOpenHandler?.({ url });
    expect(open('https://arxiv.org/abs/1906.04341')).toEqual({ action: 'deny' });
    expect(called('shell.openExternal')).toEqual([['https://arxiv.org/abs/1906.04341']]);
    for (const url of [
      'https://evil.example/',
      'http://arxiv.org/',
      'https://arxiv.org.evil.example/',
      'https://evil@arxiv.org/',
      'https://arxiv.org:8443/',
      'file:///etc/passwd',
      'smb://arxiv.org/share',
      'app://pairlens/index.html',
      '',
    ])
      expect(open(url), url).toEqual({ action: 'deny' });
    expect(called('shell.openExternal')).toHaveLength(1);
  });

  it('hardens every page that should ever be made, not just the first', () => {
    const another = new electron.WebContents();
    app.emit('web-contents-created', new electron.FakeEvent(), another);
    expect(another.windowOpenHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
  });
});

describe('permissions and the net', () => {
  beforeEach(startShell);
  const handler = (name: string) =>
    session.defaultSession.handlers.get(name) as (...args: unknown[]) => unknown;
  const DENIED = ['media', 'geolocation', 'midi', 'fullscreen', 'openExternal', 'clipboard-read', 'hid'];

  /** The answer to a frame at `requestingUrl`; the page that it is in is our own. */
  const requested = (permission: string, requestingUrl: string, isMainFrame = true): unknown => {
    const callback = vi.fn();
    handler('permissionRequest')({ getURL: () => PAGE.url }, permission, callback, {
      requestingUrl,
      isMainFrame,
    });
    return callback.mock.calls[0]?.[0];
  };
  const checked = (permission: string, origin: string, details: object = { isMainFrame: true }): unknown =>
    handler('permissionCheck')(null, permission, origin, details);

  it('denies every permission but copying and notifications', () => {
    for (const permission of DENIED) {
      expect(requested(permission, PAGE.url), permission).toBe(false);
      expect(checked(permission, 'app://pairlens/'), permission).toBe(false);
    }
    for (const permission of ['clipboard-sanitized-write', 'notifications']) {
      expect(requested(permission, PAGE.url), permission).toBe(true);
      expect(checked(permission, 'app://pairlens/'), permission).toBe(true);
    }
    expect(handler('devicePermission')({ deviceType: 'usb' })).toBe(false);
    const shown = vi.fn();
    handler('displayMedia')({}, shown);
    expect(shown).toHaveBeenCalledWith(null);
  });

  it.each(['clipboard-sanitized-write', 'notifications'])(
    'judges %s by the frame that asks, whatever page it is in',
    (copy) => {
      for (const url of [
        'https://evil.example/',
        'about:blank',
        'data:text/html,x',
        'app://pairlens.evil.example/',
        '',
      ]) {
        expect(requested(copy, url), url).toBe(false);
        expect(checked(copy, url), url).toBe(false);
      }
      expect(requested(copy, PAGE.url, false)).toBe(false);
      expect(checked(copy, 'app://pairlens/', { isMainFrame: false })).toBe(false);
      expect(
        checked(copy, 'app://pairlens/', { isMainFrame: true, embeddingOrigin: 'https://evil.example' }),
      ).toBe(false);
    },
  );

  it('cancels every request to the net', () => {
    expect(called('webRequest.onBeforeRequest')).toEqual([
      [['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*']],
    ]);
    const callback = vi.fn();
    handler('beforeRequest')({ url: 'https://evil.example/' }, callback);
    expect(callback).toHaveBeenCalledWith({ cancel: true });
  });
});

describe('the page’s files', () => {
  beforeEach(startShell);
  const request = (path: string, init?: RequestInit) =>
    protocol.handlers.get('app')?.(new Request(`app://pairlens${path}`, init)) ?? expect.unreachable();

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/index.html%00',
    '/%c0%ae%c0%ae',
    '/%',
    '/missing.js',
    '/',
    '/assets',
  ])('does not serve %s, and sends the security headers all the same', async (path) => {
    const response = await request(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'self'; script-src 'self';",
    );
    expect(called('net.fetch')).toEqual([]);
  });

  it('serves the renderer’s files, with their types and the security headers', async () => {
    const folder = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine', 'renderer');
    const { setupAppProtocol } = await import('../../src/main/electron/app-scheme.ts');
    setupAppProtocol(folder);
    const response = await request('/assets/page.js?v=1#x');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(`content of ${pathToFileURL(join(folder, 'assets', 'page.js')).href}`);
    expect(response.headers.get('content-type')).toBe('text/html'); // as the stand-in's net.fetch says
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('answers GET only', async () => {
    expect((await request('/index.html', { method: 'POST', body: 'x' })).status).toBe(404);
  });
});

/** The preload script in a page of the shell's window, with what main and preload say to each other passed on. */
async function openPage(
  sender: object = PAGE,
  { webContents } = onlyWindow(),
): Promise<{ bridge: DesktopBridge; page: Window }> {
  const page = Object.assign(new EventTarget(), {
    location: { origin: 'app://pairlens' },
    postMessage: (data: unknown, origin: string, ports: MessagePort[]) => {
      if (origin !== 'app://pairlens') return;
      page.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: page }));
    },
  });
  electron.ipcRenderer.invoke = async (channel) => {
    // Passed as a structured clone, as between Electron's processes.
    return structuredClone(
      await ipcMain.handlers.get(channel)?.({ sender: webContents, senderFrame: sender }),
    );
  };
  webContents.onPost = (channel, _message, ports) => electron.ipcRenderer.emit(channel, { ports });
  vi.stubGlobal('window', page);
  await import('../../src/preload/preload.ts');
  return {
    bridge: electron.contextBridge.exposed.get('pairlens') as DesktopBridge,
    page: page as unknown as Window,
  };
}

describe('the engine', () => {
  afterEach(() => vi.unstubAllGlobals());

  function tinyClient(link: Awaited<ReturnType<typeof openMessagePortChannel>>['link']) {
    return createORPCClient<ContractRouterClient<TinyContract>>(link);
  }

  it('is a utility process that the page talks to over a port that main brokered', async () => {
    await startShell();
    const { bridge, page } = await openPage();
    const { link } = await openMessagePortChannel(bridge, page);
    const client = tinyClient(link);
    expect(await client.add({ a: 2, b: 3 })).toBe(5);
    expect(await client.options()).toEqual({ storePath: '', home: '', shell: 'electron' });
    const reversed = await client.reverse({ content: new Blob([new Uint8Array([1, 2, 250])]) });
    expect(new Uint8Array(await reversed.arrayBuffer())).toEqual(new Uint8Array([250, 2, 1]));
    const counted: number[] = [];
    for await (const n of await client.count({ to: 3 })) counted.push(n);
    expect(counted).toEqual([1, 2, 3]);
    await expect(client.fail()).rejects.toMatchObject({ code: 'NOT_FOUND', data: { id: 7 } });
    expect(called('utilityProcess.fork')).toEqual([
      [
        expect.stringMatching(/out[\\/]main[\\/]engine\.js$/),
        { serviceName: 'Pairlens engine', stdio: 'inherit' },
      ],
    ]);
  });

  it('is one for every page that connects', async () => {
    await startShell();
    const { bridge, page } = await openPage();
    const first = await openMessagePortChannel(bridge, page);
    const second = await openMessagePortChannel(bridge, page);
    expect(await tinyClient(first.link).add({ a: 1, b: 1 })).toBe(2);
    expect(await tinyClient(second.link).add({ a: 1, b: 2 })).toBe(3);
    expect(called('utilityProcess.fork')).toHaveLength(1);
  });

  it('is started anew after it crashed, and the page learns that its port is closed', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await startShell();
    const { bridge, page } = await openPage();
    const channel = await openMessagePortChannel(bridge, page);
    await expect(tinyClient(channel.link).crash()).rejects.toThrow();
    await channel.closed;
    await vi.waitFor(() =>
      expect(logged).toHaveBeenCalledWith(expect.stringContaining('stopped unexpectedly')),
    );
    const { link } = await openMessagePortChannel(bridge, page);
    expect(await tinyClient(link).add({ a: 4, b: 4 })).toBe(8);
  });

  it('tells the page why it cannot be opened', async () => {
    startedWith('--store=/tmp/newer.sqlite', '--inspect');
    await startShell();
    const { bridge, page } = await openPage();
    await expect(openMessagePortChannel(bridge, page)).rejects.toMatchObject({
      name: 'ConnectionRefused',
      code: 'STORE_NEWER',
    });
  });

  it('closes its store before the app quits', async () => {
    const store = join(world.userData, 'own.sqlite');
    startedWith('--store', store);
    await startShell();
    const { bridge, page } = await openPage();
    await openMessagePortChannel(bridge, page);
    const first = await quit();
    expect(first.defaultPrevented).toBe(true);
    expect(readFileSync(`${store}.closed`, 'utf8')).toBe('');
    expect((await quit()).defaultPrevented).toBe(false);
  });

  it.each([
    ['another site', { url: 'https://evil.example/', parent: null }],
    ['a frame inside the page', { url: PAGE.url, parent: PAGE }],
    ['a frame that is gone', null],
  ])('is not given to %s, nor is a file dialog', async (_case, sender) => {
    await startShell();
    const { bridge } = await openPage(sender as object);
    await expect(bridge.connectEngine()).rejects.toThrow('not the workbench');
    await expect(bridge.chooseSentenceFile()).rejects.toThrow('not the workbench');
    await expect(bridge.chooseModelFolder()).rejects.toThrow('not the workbench');
    expect(called('utilityProcess.fork')).toEqual([]);
    expect(called('dialog.showOpenDialog')).toEqual([]);
  });

  it('does not take a port that anything but the page’s own window sends', async () => {
    await startShell();
    const { bridge, page } = await openPage();
    const { port1 } = new electron.MessageChannelMain();
    const opening = openMessagePortChannel(bridge, page);
    page.dispatchEvent(
      Object.assign(new Event('message'), {
        data: ENGINE_PORT,
        ports: [port1],
        source: { another: 'window' },
      }),
    );
    const { link } = await opening;
    expect(await tinyClient(link).add({ a: 1, b: 1 })).toBe(2);
    port1.close();
  });
});

describe('dialogs, downloads and menu', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the page the path, the bare name and the size of the file that a person chose', async () => {
    await startShell();
    const path = join(world.userData, 'pairs.csv');
    writeFileSync(path, 'original,counterfactual\n');
    world.openDialog = { canceled: false, filePaths: [path] };
    const { bridge } = await openPage();
    const file: ChosenFile | null = await bridge.chooseSentenceFile();
    expect(file).toEqual({ name: 'pairs.csv', path, bytes: 24 });
  });

  it('gives nothing when the person cancels, and says when a file cannot be read', async () => {
    await startShell();
    const { bridge } = await openPage();
    expect(await bridge.chooseSentenceFile()).toBeNull();
    world.openDialog = { canceled: false, filePaths: [join(world.userData, 'missing.csv')] };
    expect(await bridge.chooseSentenceFile()).toBeNull();
    expect(called('dialog.showMessageBox')).toEqual([
      [expect.objectContaining({ type: 'error', message: 'missing.csv cannot be read' })],
    ]);
  });

  it('gives the page the path of the folder that a person chose for a model', async () => {
    await startShell();
    const { bridge } = await openPage();
    expect(await bridge.chooseModelFolder()).toBeNull();
    world.openDialog = { canceled: false, filePaths: ['/home/somebody/bert-tiny'] };
    expect(await bridge.chooseModelFolder()).toBe('/home/somebody/bert-tiny');
    expect(called('dialog.showOpenDialog').at(-1)).toEqual([
      expect.objectContaining({ properties: ['openDirectory'] }),
    ]);
  });

  function download(url: string, name: string) {
    const event = new electron.FakeEvent();
    const setSaveDialogOptions = vi.fn();
    const item = { getURL: () => url, getFilename: () => name, setSaveDialogOptions };
    session.defaultSession.emit('will-download', event, item);
    return { refused: event.defaultPrevented, options: setSaveDialogOptions.mock.calls[0]?.[0] as unknown };
  }

  it('asks where to save what the page exports, and refuses downloads from elsewhere', async () => {
    await startShell();
    expect(download('blob:app://pairlens/7f9c', 'metrics.csv')).toEqual({
      refused: false,
      options: { defaultPath: join('/home/somebody/documents', 'metrics.csv') },
    });
    expect(download('blob:app://pairlens/7f9c', '../../.bashrc').options).toEqual({
      defaultPath: join('/home/somebody/documents', '.bashrc'),
    });
    for (const url of ['https://evil.example/x.exe', 'blob:https://evil.example/1', 'file:///etc/passwd'])
      expect(download(url, 'x').refused, url).toBe(true);
  });

  it('has a native menu whose commands reach the page', async () => {
    await startShell();
    choose('Import Sentences…');
    choose('Export Results…');
    choose('Keyboard');
    expect(onlyWindow().webContents.sent).toEqual([
      ['menu:command', 'import-sentences'],
      ['menu:command', 'export-results'],
      ['menu:command', 'keyboard-help'],
    ]);
    expect(Menu.application.map(({ role, label }) => role ?? label)).toEqual(
      expect.arrayContaining(['&File', 'editMenu', '&View', 'windowMenu', 'help']),
    );
  });

  it('hands menu commands to the page’s listener until it is taken away', async () => {
    await startShell();
    const { bridge } = await openPage();
    const heard: string[] = [];
    const stop = bridge.onCommand((command) => heard.push(command));
    electron.ipcRenderer.emit('menu:command', {}, 'export-results');
    stop();
    electron.ipcRenderer.emit('menu:command', {}, 'search');
    expect(heard).toEqual(['export-results']);
  });
});

it('says so when it cannot start, and ends', async () => {
  world.failsToStart = true;
  await startShell();
  await vi.waitFor(() => expect(called('app.exit')).toEqual([[1]]));
  expect(called('dialog.showErrorBox')).toEqual([
    ['Pairlens could not start', expect.stringContaining('no GPU, no window')],
  ]);
});

/** What the menu does. */
function choose(label: string): void {
  Menu.application
    .flatMap(({ submenu = [] }) => submenu)
    .find((item) => item.label === label)
    ?.click?.();
}

describe('another window', () => {
  /** The numbers that the engine of the window's page adds up. */
  const sumIn = async (window: InstanceType<typeof BrowserWindow> | undefined): Promise<number> => {
    const { bridge, page } = await openPage(PAGE, window);
    const { link } = await openMessagePortChannel(bridge, page);
    return createORPCClient<ContractRouterClient<TinyContract>>(link).add({ a: 2, b: 2 });
  };
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  it('is of the same workspace and its engine, at the same view, and as isolated as the first', async () => {
    await startShell();
    onlyWindow().webContents.url = 'app://pairlens/index.html#/projects/1/heads/1?layer=5&head=9';
    choose('New Window');
    const [first, second] = BrowserWindow.all;
    expect(called('window.loadURL').at(-1)).toEqual([first?.webContents.url]);
    expect(second?.options['webPreferences']).toEqual(first?.options['webPreferences']);
    expect([await sumIn(first), await sumIn(second)]).toEqual([4, 4]);
    expect(called('utilityProcess.fork')).toHaveLength(1);
  });

  it('is told what the first one changes, by the engine that they share', async () => {
    electron.utilityProcess.entry = join(
      PROJECT,
      isStale(PROJECT) ? 'src/main/engine/process.ts' : 'out/main/engine.js',
    );
    vi.stubEnv('PAIRLENS_HOME', world.userData);
    startedWith('--store', join(world.userData, 'shared.sqlite'));
    await startShell();
    choose('New Window');
    const clientIn = async (
      window: InstanceType<typeof BrowserWindow> | undefined,
    ): Promise<ContractRouterClient<Contract>> => {
      const { bridge, page } = await openPage(PAGE, window);
      const { link } = await openMessagePortChannel(bridge, page);
      return createORPCClient(link);
    };
    const [first, second] = BrowserWindow.all;
    const [one, other] = [await clientIn(first), await clientIn(second)];
    const heard = await other.workspace.changes();
    await one.projects.create({ name: 'Seen twice' });
    expect((await heard.next()).value).toBe('projects');
    expect((await other.projects.list()).map(({ name }) => name)).toContain('Seen twice');
  }, 300_000);

  it('opens at the first view where the page of the other is none of the workbench', async () => {
    await startShell();
    onlyWindow().webContents.url = 'https://evil.example/';
    choose('New Window');
    expect(called('window.loadURL').at(-1)).toEqual(['app://pairlens/index.html']);
  });

  it.skipIf(process.platform === 'darwin')(
    'keeps the engine until the last one of the workspace is closed (macOS keeps it longer)',
    async () => {
      const store = join(world.userData, 'one.sqlite');
      startedWith('--store', store);
      await startShell();
      choose('New Window');
      const [first, second] = BrowserWindow.all;
      expect(await sumIn(second)).toBe(4);
      first?.close();
      expect(await sumIn(second)).toBe(4);
      expect(existsSync(`${store}.closed`)).toBe(false);
      second?.close();
      await vi.waitFor(() => expect(existsSync(`${store}.closed`)).toBe(true));
    },
  );

  it('gets the menu’s commands where a person was at it last', async () => {
    await startShell();
    choose('New Window');
    const [first, second] = BrowserWindow.all;
    first?.focus();
    choose('Import Sentences…');
    BrowserWindow.focused = null;
    choose('Import Sentences…');
    expect([first?.webContents.sent.length, second?.webContents.sent.length]).toEqual([2, 0]);
  });
});

describe('a second start', () => {
  const storeOf = (name: string): string => join(world.userData, name);
  const secondStart = async (store: string | null): Promise<void> => {
    app.emit('second-instance', new electron.FakeEvent(), ['pairlens', '--store=nonsense'], '/', { store });
    await Promise.resolve();
    await Promise.resolve();
  };
  /** What the engine of the window's page was opened with. */
  const storeShownIn = async (window: InstanceType<typeof BrowserWindow>): Promise<string | undefined> => {
    const { bridge, page } = await openPage(PAGE, window);
    const { link } = await openMessagePortChannel(bridge, page);
    const options = await createORPCClient<ContractRouterClient<TinyContract>>(link).options();
    return options['storePath'];
  };
  afterEach(() => vi.unstubAllGlobals());

  it('tells the first one which workspace is asked for, from its own folder', async () => {
    world.hasLock = false;
    startedWith('--store', 'study.sqlite');
    await startShell();
    expect(called('app.requestSingleInstanceLock')).toEqual([[{ store: resolve('study.sqlite') }]]);
    startedWith();
    electron.asked.length = 0;
    await startShell();
    expect(called('app.requestSingleInstanceLock')).toEqual([[{ store: null }]]);
  });

  it('with another workspace opens that one beside the first, with an engine of its own', async () => {
    startedWith('--store', storeOf('one.sqlite'));
    await startShell();
    await secondStart(storeOf('two.sqlite'));
    expect(BrowserWindow.all).toHaveLength(2);
    const [first, second] = BrowserWindow.all;
    if (!first || !second) expect.unreachable();
    expect([await storeShownIn(first), await storeShownIn(second)]).toEqual([
      storeOf('one.sqlite'),
      storeOf('two.sqlite'),
    ]);
    second.emit('page-title-updated', new electron.FakeEvent(), 'Heads · Pairlens');
    expect(second.title).toBe('Heads · Pairlens – two.sqlite');
  });

  it('with the workspace that is open, by whatever name, brings its window to the front', async () => {
    writeFileSync(storeOf('one.sqlite'), '');
    symlinkSync(storeOf('one.sqlite'), storeOf('link.sqlite'));
    startedWith('--store', storeOf('one.sqlite'));
    await startShell();
    await secondStart(storeOf('link.sqlite'));
    await secondStart(join(world.userData, 'x', '..', 'one.sqlite'));
    expect(BrowserWindow.all).toHaveLength(1);
    expect(called('window.focus')).toHaveLength(2);
  });

  it('sends menu commands to the window that a person is at', async () => {
    await startShell();
    await secondStart(storeOf('two.sqlite'));
    const [first, second] = BrowserWindow.all;
    BrowserWindow.focused = first ?? null;
    choose('Import Sentences…');
    BrowserWindow.focused = second ?? null;
    choose('Import Sentences…');
    expect([first?.webContents.sent.length, second?.webContents.sent.length]).toEqual([1, 1]);
  });

  it.skipIf(process.platform === 'darwin')(
    'ends the engine of a workspace with its window, and opens the workspace again after that (macOS keeps it)',
    async () => {
      await startShell();
      const store = storeOf('two.sqlite');
      await secondStart(store);
      const second = BrowserWindow.all[1] ?? expect.unreachable();
      await storeShownIn(second);
      second.close();
      await secondStart(store);
      const again = BrowserWindow.all[1] ?? expect.unreachable();
      expect(await storeShownIn(again)).toBe(store);
      expect(readFileSync(`${store}.closed`, 'utf8')).toBe('');
      expect(called('app.quit')).toEqual([]);
    },
  );

  it('of a Pairlens that says it otherwise brings the window to the front', async () => {
    await startShell();
    for (const data of [undefined, null, 'x', { store: 7 }, []])
      app.emit('second-instance', new electron.FakeEvent(), [], '/', data);
    await Promise.resolve();
    await Promise.resolve();
    expect([BrowserWindow.all.length, called('window.focus').length]).toEqual([1, 5]);
  });

  it('leaves at once without the lock', async () => {
    world.hasLock = false;
    await startShell();
    expect(called('app.quit')).toHaveLength(1);
    expect(called('app.whenReady')).toEqual([]);
    expect(BrowserWindow.all).toEqual([]);
  });

  it('brings the first one’s window to the front', async () => {
    await startShell();
    onlyWindow().minimized = true;
    await secondStart(null);
    expect(called('window.restore')).toHaveLength(1);
    expect(called('window.focus')).toHaveLength(1);
    expect(BrowserWindow.all).toHaveLength(1);
  });
});
