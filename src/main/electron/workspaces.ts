/**
 * The workspaces that are open: each has windows and an engine process of its own, which all its windows talk to, so that
 * they stay in step. One program shows them all, because one has the windows' places, the menu and the lock that a second
 * start finds.
 */
import { BrowserWindow, type WebContents } from 'electron';
import { defaultHome, defaultStorePath } from '../engine/paths.ts';
import { createEngine, type Engine } from './engine.ts';
import { openWindow } from './main-window.ts';
import { identityOf } from './store-argument.ts';

interface Workspace {
  /** Tells one workspace from another. */
  readonly identity: string;
  /** As it was asked for; null for the default one. */
  readonly storePath: string | null;
  readonly engine: Engine;
  /** The one that a person was at last comes last. On macOS there may be none: an app, and what it computes, outlives its windows. */
  windows: readonly BrowserWindow[];
}

interface Parts {
  /** The file of the engine process. */
  readonly engineEntry: string;
  readonly preload: string;
}

export class Workspaces {
  readonly #parts: Parts;
  /** The one that was shown last comes last. */
  #open: readonly Workspace[] = [];
  /** Engines that are closing their stores, by workspace. */
  readonly #closing = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Brings the window of a workspace to the front, and opens what there is not yet.
   * @param storePath null for whichever was shown last, or the default workspace where none was
   */
  show(storePath: string | null): void {
    const identity = storePath === null ? this.#open.at(-1)?.identity : identityOf(storePath);
    const workspace = this.#open.find((one) => one.identity === identity) ?? this.#add(storePath);
    this.#open = lastOf(this.#open, workspace);
    const window = workspace.windows.at(-1);
    if (window) bringToFront(window);
    else this.#openWindow(workspace);
  }

  /** Opens another window on the workspace, and at the view, of the window that a person is at. */
  openAnother(): void {
    const window = this.currentWindow();
    const workspace = this.#open.find(({ windows }) => windows.some((one) => one === window));
    if (window && workspace) this.#openWindow(workspace, window.webContents.getURL());
    else this.show(null);
  }

  /** The engine of the workspace that a page shows. @throws Error for a page of no window */
  engineOf(contents: WebContents): Engine {
    const found = this.#open.find(({ windows }) =>
      windows.some(({ webContents }) => webContents === contents),
    );
    if (!found) throw new Error('A page asked that is in no window.');
    return found.engine;
  }

  /** The window that a person is at, or was last; null while there is none. */
  currentWindow(): BrowserWindow | null {
    const focused = BrowserWindow.getFocusedWindow();
    const windows = this.#open.flatMap((workspace) => workspace.windows);
    return windows.find((window) => window === focused) ?? windows.at(-1) ?? null;
  }

  /** Returns when every engine has closed its store. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = [];
    for (const workspace of open) this.#closeEngine(workspace);
    await Promise.all(this.#closing.values());
  }

  #add(storePath: string | null): Workspace {
    const identity = identityOf(storePath ?? defaultStorePath(defaultHome()));
    const before = this.#closing.get(identity) ?? Promise.resolve();
    const engine = createEngine(this.#parts.engineEntry, storePath, before);
    return { identity, storePath, engine, windows: [] };
  }

  /** @param url the view to open it at; the workbench's first where it is none of the workbench's */
  #openWindow(workspace: Workspace, url?: string): void {
    const others = this.#open.reduce((sum, { windows }) => sum + windows.length, 0);
    const { storePath } = workspace;
    const window = openWindow({ preload: this.#parts.preload, storePath, others, url });
    workspace.windows = [...workspace.windows, window];
    window.on('focus', () => {
      workspace.windows = lastOf(workspace.windows, window);
      if (this.#open.includes(workspace)) this.#open = lastOf(this.#open, workspace);
    });
    window.on('closed', () => {
      workspace.windows = workspace.windows.filter((one) => one !== window);
      if (workspace.windows.length > 0 || process.platform === 'darwin' || !this.#open.includes(workspace))
        return;
      this.#open = this.#open.filter((one) => one !== workspace);
      this.#closeEngine(workspace);
    });
  }

  #closeEngine({ identity, engine }: Workspace): void {
    const closing = engine.close().finally(() => {
      if (this.#closing.get(identity) === closing) this.#closing.delete(identity);
    });
    this.#closing.set(identity, closing);
  }
}

/** The same ones with this one at the end. */
function lastOf<T>(all: readonly T[], one: T): T[] {
  return [...all.filter((other) => other !== one), one];
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
