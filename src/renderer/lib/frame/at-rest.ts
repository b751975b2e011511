/** When nothing is going on: what is shown is there and painted, and nobody is at work in it. */

export interface Page {
  /** Whether a view is being fetched, the engine is asked for something, or a person was at a key or the mouse just now. */
  readonly isBusy: () => boolean;
  /** Resolves after a while; frames are not asked for meanwhile, for each costs the page as much as one that shows something. */
  readonly while: () => Promise<void>;
  /** Resolves when the next frame has been painted. */
  readonly painted: () => Promise<void>;
  /** Resolves when the page has nothing to do. */
  readonly idle: () => Promise<void>;
}

/** So many frames in a row with nothing under way: a view that has come asks its own questions in the frame after. */
const FRAMES = 2;

/** Resolves when a page is at rest, or soon after `signal` is given. */
export async function atRest(page: Page, signal: AbortSignal): Promise<void> {
  let frames = 0;
  while (!signal.aborted) {
    if (page.isBusy()) {
      frames = 0;
      await page.while();
    } else {
      if (frames === FRAMES) return;
      frames++;
      await page.painted();
      await page.idle();
    }
  }
}
