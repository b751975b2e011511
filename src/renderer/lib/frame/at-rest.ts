/** When nothing is going on that a person waits for: what is shown is there, and painted. */

export interface Window {
  /** Whether a view is being fetched, or the engine is asked for something. */
  readonly isBusy: () => boolean;
  /** Resolves when the next frame has been painted. */
  readonly painted: () => Promise<void>;
  /** Resolves when the page has nothing to do. */
  readonly idle: () => Promise<void>;
}

/** So many frames in a row with nothing under way: a view that has come asks its own questions in the frame after. */
const FRAMES = 2;

/** Resolves when a window is at rest, or at once when `signal` is. */
export async function atRest({ isBusy, painted, idle }: Window, signal: AbortSignal): Promise<void> {
  for (let frames = 0; frames < FRAMES && !signal.aborted; frames = isBusy() ? 0 : frames + 1) {
    await painted();
    await idle();
  }
}
