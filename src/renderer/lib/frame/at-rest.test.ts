import { expect, it } from 'vitest';
import { atRest } from './at-rest.ts';

/** A window whose frames are busy or not, one after the other, and not busy after the last that is told. */
function windowOf(frames: readonly boolean[]) {
  let painted = 0;
  let idle = 0;
  return {
    count: () => [painted, idle],
    isBusy: () => frames[painted - 1] ?? false,
    painted: () => {
      painted++;
      return Promise.resolve();
    },
    idle: () => {
      idle++;
      return Promise.resolve();
    },
  };
}

it('is at rest after two frames in a row with nothing under way', async () => {
  const window = windowOf([]);
  await atRest(window, new AbortController().signal);
  expect(window.count()).toEqual([2, 2]);
});

it('begins to count again when what has come asks for more', async () => {
  // The view comes in the second frame, and asks the engine in the fourth.
  const window = windowOf([true, true, false, true, true, false, false]);
  await atRest(window, new AbortController().signal);
  expect(window.count()).toEqual([7, 7]);
});

it('waits no longer for a window that is given up', async () => {
  const leaving = new AbortController();
  const window = windowOf(new Array<boolean>(1000).fill(true));
  const rest = atRest(
    {
      ...window,
      idle: () => {
        leaving.abort();
        return window.idle();
      },
    },
    leaving.signal,
  );
  await rest;
  expect(window.count()).toEqual([1, 1]);
});
