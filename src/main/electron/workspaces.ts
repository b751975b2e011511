/**
 * The workspaces that are open: each has a window and an engine process of its own. One program shows them all, because
 * one has the windows' places, the menu and the lock that a second start finds.
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
  /** Null while it has none: on macOS an app, and what it computes, outlives its windows. */
  window: BrowserWindow | null;
}

interface Parts {
  /** The file of the engine process. */
  readonly engineEntry: string;
  readonly preload: string;
}

export class Workspaces {
  readonly #parts: Parts;
  /** The one that was shown last comes last. */
  #open: Workspace[] = [];
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
    this.#open = [...this.#open.filter((one) => one !== workspace), workspace];
    if (workspace.window) bringToFront(workspace.window);
    else workspace.window = this.#openWindow(workspace);
  }

  /** The engine of the workspace that a page shows. @throws Error for a page of no window */
  engineOf(contents: WebContents): Engine {
    const found = this.#open.find(({ window }) => window?.webContents === contents);
    if (!found) throw new Error('A page asked that is in no window.');
    return found.engine;
  }

  /** The window that a person is at, or was last; null while there is none. */
  currentWindow(): BrowserWindow | null {
    const focused = BrowserWindow.getFocusedWindow();
    const windows = this.#open.map(({ window }) => window).filter((window) => window !== null);
    return windows.find((window) => window === focused) ?? windows.at(-1) ?? null;
  }

  /** Returns when every engine has closed its store. */
  async close(): Promise<void> {
    for (const workspace of this.#open.splice(0)) this.#closeEngine(workspace);
    await Promise.all(this.#closing.values());
  }

  #add(storePath: string | null): Workspace {
    const identity = identityOf(storePath ?? defaultStorePath(defaultHome()));
    const before = this.#closing.get(identity) ?? Promise.resolve();
    const engine = createEngine(this.#parts.engineEntry, storePath, before);
    return { identity, storePath, engine, window: null };
  }

  #openWindow(workspace: Workspace): BrowserWindow {
    const others = this.#open.filter(({ window }) => window !== null).length;
    const window = openWindow({ preload: this.#parts.preload, storePath: workspace.storePath, others });
    window.on('focus', () => {
      if (this.#open.includes(workspace))
        this.#open = [...this.#open.filter((one) => one !== workspace), workspace];
    });
    window.on('closed', () => {
      workspace.window = null;
      if (process.platform === 'darwin' || !this.#open.includes(workspace)) return;
      this.#open = this.#open.filter((one) => one !== workspace);
      this.#closeEngine(workspace);
    });
    return window;
  }

  #closeEngine({ identity, engine }: Workspace): void {
    const closing = engine.close().finally(() => {
      if (this.#closing.get(identity) === closing) this.#closing.delete(identity);
    });
    this.#closing.set(identity, closing);
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
