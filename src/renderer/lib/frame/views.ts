/** The views of rooms, each fetched once: when its room is entered, or before, when the window is at rest. */
import type { Component } from 'svelte';
import type { AnyRoom } from '../navigation/room.ts';
import { atRest } from './at-rest.ts';

type View = Component<{ route: never }>;

const views = new Map<AnyRoom, Promise<View>>();
const fetching = new Set<AnyRoom>();

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
  for (const room of rooms) {
    await atRest({ isBusy: () => fetching.size > 0 || isAsking(), painted, idle }, signal);
    if (signal.aborted) return;
    try {
      await viewOf(room);
    } catch {
      // Whoever enters the room will see that it cannot be fetched.
      return;
    }
  }
}

function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, 500);
  });
}
