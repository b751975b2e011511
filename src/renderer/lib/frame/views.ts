/** The views of rooms, each fetched once: when its room is entered, or before, when the window has nothing to do. */
import type { Component } from 'svelte';
import type { AnyRoom } from '../navigation/room.ts';

type View = Component<{ route: never }>;

const views = new Map<AnyRoom, Promise<View>>();

/** Rejects where the view cannot be fetched; the next call tries again. */
export function viewOf(room: AnyRoom): Promise<View> {
  const known = views.get(room);
  if (known !== undefined) return known;
  const view = room.view().then((module) => module.default);
  views.set(room, view);
  view.catch(() => views.delete(room));
  return view;
}

/** Fetches the views one after the other while the window is idle, so that rooms open at once. */
export async function fetchViewsWhenIdle(rooms: readonly AnyRoom[], signal: AbortSignal): Promise<void> {
  for (const room of rooms) {
    await idle();
    if (signal.aborted) return;
    try {
      await viewOf(room);
    } catch {
      // Whoever enters the room will see that it cannot be fetched.
      return;
    }
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, 500);
  });
}
