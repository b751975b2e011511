/** The views of rooms, each fetched once: when its room is entered, or before, when the window is at rest. */
import type { Component } from 'svelte';
import type { AnyRoom } from '../navigation/room.ts';
import { atRest } from './at-rest.ts';

type View = Component<{ route: never }>;

const views = new Map<AnyRoom, Promise<View>>();
const fetching = new Set<AnyRoom>();

/** ms after a key or the mouse: code that is read and run then would keep the next one waiting. */
const UNTOUCHED = 1500;
/** ms after which a page that is busy is looked at again. */
const BETWEEN = 250;

/** Rejects where the view cannot be fetched; the next call tries again. */
export function viewOf(room: AnyRoom): Promise<View> {
  const known = views.get(room);
  if (known !== undefined) return known;
  const view = room.view().then((module) => module.default);
  views.set(room, view);
  fetching.add(room);
  view.catch(() => views.delete(room)).finally(() => fetching.delete(room));
  return view;
}

/**
 * Fetches the views one after the other, so that rooms open at once; each while the window is at rest, so that the screen that a
 * person waits for is there before.
 * @param isAsking whether the engine is asked for something
 */
export async function fetchViewsWhenIdle(
  rooms: readonly AnyRoom[],
  isAsking: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const touch = lastTouch(signal);
  const page = {
    isBusy: () => fetching.size > 0 || isAsking() || performance.now() - touch.at < UNTOUCHED,
    while: () => new Promise<void>((resolve) => setTimeout(resolve, BETWEEN)),
    painted,
    idle,
  };
  for (const room of rooms) {
    await atRest(page, signal);
    if (signal.aborted) return;
    try {
      await viewOf(room);
    } catch {
      // Whoever enters the room will see that it cannot be fetched.
      return;
    }
  }
}

/** When a key or the mouse was last used, as performance.now() counts; -Infinity before. */
function lastTouch(signal: AbortSignal): { readonly at: number } {
  const touch = { at: -Infinity };
  const note = (): void => void (touch.at = performance.now());
  for (const kind of ['keydown', 'pointerdown', 'wheel'])
    window.addEventListener(kind, note, { capture: true, passive: true, signal });
  return touch;
}

/** Once the next frame is on the screen. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, 500);
  });
}
