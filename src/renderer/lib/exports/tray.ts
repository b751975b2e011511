/** The figures that a person has gathered in a project, to be laid into one: kept with the workspace, each change on the stack of undo. */
import { MOST } from '../../../core/bounds.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { draftQuery, keepDraft } from '../engine/drafts.ts';
import { queryClient, showError } from '../engine/server-state.ts';
import { CannotBeDone, undoStack } from '../engine/undo.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { changedNow, type Gathered, NOTHING_GATHERED, readGathered } from './gathered.ts';

export const trayQuery = (projectId: number) => draftQuery({ of: 'figure', id: projectId });

/**
 * @param what 'order of the panels': follows “Undone:”
 * @param before what was gathered: what differs from it is put back, and what another window did meanwhile stays
 */
export function changeTray(projectId: number, what: string, before: Gathered, next: Gathered): void {
  const put = async (from: Gathered, to: Gathered): Promise<void> => {
    const changed = changedNow(await gatheredNow(projectId), from, to);
    if (changed === null)
      throw new CannotBeDone('The figure was changed in another window. It stays as it is there.');
    keep(projectId, changed);
  };
  keep(projectId, next);
  undoStack.push({ what, undo: () => put(next, before), redo: () => put(before, next) });
}

function keep(projectId: number, gathered: Gathered): void {
  keepDraft({ of: 'figure', id: projectId }, JSON.stringify(gathered));
}

async function gatheredNow(projectId: number): Promise<Gathered> {
  const { text } = await queryClient.fetchQuery(trayQuery(projectId));
  return readGathered(text);
}

/** What is being added: each waits for the one before, or both would be put behind the same panels and one be lost. */
let adding: Promise<void> = Promise.resolve();

/** Puts a figure behind those that are gathered in the project that is open, and says so. */
export function addToFigure(figure: FigureSpec, title: string): Promise<void> {
  const { projectId } = navigation.here;
  if (projectId === undefined) return adding;
  adding = adding
    .then(async () => add(projectId, await gatheredNow(projectId), figure, title))
    .catch((error: unknown) => {
      showError(error);
    });
  return adding;
}

/** The message that says how many there are. */
let lastTold = 0;

function add(projectId: number, gathered: Gathered, figure: FigureSpec, title: string): void {
  const open = { label: 'Open', run: () => navigation.go({ room: 'composer', projectId }) };
  if (gathered.panels.length >= MOST.panels) {
    toasts.show(`A figure has ${MOST.panels} panels at most`, { tone: 'error', action: open });
    return;
  }
  const panels = [...gathered.panels, { figure, span: 1, title }];
  changeTray(projectId, 'added to the figure', gathered, { ...gathered, panels });
  if (navigation.route?.room === 'composer') return;
  const text = `Added to the figure: ${panels.length === 1 ? '1 panel' : `${panels.length} panels`}`;
  lastTold = toasts.show(text, { action: open, instead: lastTold });
}

/** Takes all panels out. */
export function emptyTray(projectId: number, gathered: Gathered): void {
  changeTray(projectId, 'panels removed', gathered, { ...gathered, panels: NOTHING_GATHERED.panels });
}
