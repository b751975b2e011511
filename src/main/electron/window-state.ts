/** Where the window was when it was last closed. */
import { app, type BrowserWindow, type Rectangle, screen } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const windowState = z.object({
  bounds: z.object({
    x: z.int(),
    y: z.int(),
    width: z.int().min(400).max(20_000),
    height: z.int().min(300).max(20_000),
  }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/** Enough of the window's top left to take hold of it. */
const GRIP = { width: 100, height: 40 };

function isReachable({ x, y }: Rectangle, area: Rectangle): boolean {
  return (
    x + GRIP.width > area.x &&
    x + GRIP.width <= area.x + area.width &&
    y >= area.y &&
    y + GRIP.height <= area.y + area.height
  );
}

const stateFile = (): string => join(app.getPath('userData'), 'window-state.json');

/**
 * The kept state, or null when there is none, it is damaged, or its place is on no screen that is there now.
 * @param offset pixels to the right and down of the kept place
 */
export function readWindowState(offset = 0): WindowState | null {
  let kept: WindowState;
  try {
    kept = windowState.parse(JSON.parse(readFileSync(stateFile(), 'utf8')));
  } catch {
    return null;
  }
  const { x, y } = kept.bounds;
  const bounds = { ...kept.bounds, x: x + offset, y: y + offset };
  return screen.getAllDisplays().some(({ workArea }) => isReachable(bounds, workArea))
    ? { ...kept, bounds }
    : null;
}

/** Writes the state down when the window closes. */
export function keepWindowState(window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(stateFile(), JSON.stringify(state), { mode: 0o600 });
    } catch (error) {
      // Not worth keeping the window open for.
      console.error('The place of the window could not be kept:', error);
    }
  });
}
