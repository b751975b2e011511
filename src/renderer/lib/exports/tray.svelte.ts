/** The figures that a person has gathered in a project, to be laid into one: kept by the browser, each change on the stack of undo. */
import { MOST } from '../../../core/bounds.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { undoStack } from '../engine/undo.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { type Gathered, NOTHING_GATHERED, readGathered } from './gathered.ts';

const PREFIX = 'pairlens.composer.';
const keyOf = (projectId: number): string => PREFIX + projectId;

class Tray {
  #projects = $state.raw<ReadonlyMap<number, Gathered>>(new Map());

  constructor() {
    // Another tab has changed it.
    window.addEventListener('storage', ({ key }) => {
      const id = key?.startsWith(PREFIX) === true ? Number(key.slice(PREFIX.length)) : Number.NaN;
      if (Number.isSafeInteger(id)) this.#show(id, stored(id));
    });
  }

  of(projectId: number): Gathered {
    return this.#projects.get(projectId) ?? stored(projectId);
  }

  /** @param what 'order of the panels': follows “Undone:” */
  change(projectId: number, what: string, next: Gathered): void {
    const before = this.of(projectId);
    this.#keep(projectId, next);
    undoStack.push({
      what,
      undo: () => this.#back(projectId, before),
      redo: () => this.#back(projectId, next),
    });
  }

  async #back(projectId: number, to: Gathered): Promise<void> {
    this.#keep(projectId, to);
    return Promise.resolve();
  }

  #keep(projectId: number, gathered: Gathered): void {
    localStorage.setItem(keyOf(projectId), JSON.stringify(gathered));
    this.#show(projectId, gathered);
  }

  #show(projectId: number, gathered: Gathered): void {
    this.#projects = new Map([...this.#projects, [projectId, gathered]]);
  }
}

function stored(projectId: number): Gathered {
  return readGathered(localStorage.getItem(keyOf(projectId)));
}

export const tray = new Tray();

/** Puts a figure behind those that are gathered in the project that is open, and says so. */
export function addToFigure(figure: FigureSpec, title: string): void {
  const { projectId } = navigation.here;
  if (projectId === undefined) return;
  const gathered = tray.of(projectId);
  const open = { label: 'Open', run: () => navigation.go({ room: 'composer', projectId }) };
  if (gathered.panels.length >= MOST.panels) {
    toasts.show(`A figure has ${MOST.panels} panels at most`, { tone: 'error', action: open });
    return;
  }
  const panels = [...gathered.panels, { figure, span: 1, title }];
  tray.change(projectId, 'added to the figure', { ...gathered, panels });
  toasts.show(`Added to the figure: ${panels.length === 1 ? '1 panel' : `${panels.length} panels`}`, {
    action: open,
  });
}

/** Takes all panels out. */
export function emptyTray(projectId: number): void {
  tray.change(projectId, 'panels removed', { ...tray.of(projectId), panels: NOTHING_GATHERED.panels });
}
