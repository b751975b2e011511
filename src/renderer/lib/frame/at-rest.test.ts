import { expect, it } from 'vitest';
import { atRest } from './at-rest.ts';

/** A page that is asked whether it is busy and says so in this order, and no longer after the last. */
function pageOf(answers: readonly boolean[]) {
  const did: string[] = [];
  let asked = 0;
  const does = (what: string) => () => {
    did.push(what);
    return Promise.resolve();
  };
  return {
    did,
    isBusy: () => answers[asked++] ?? false,
    while: does('waits'),
    painted: does('paints'),
    idle: does('idles'),
  };
}

const NEVER = new AbortController().signal;

it('is at rest after two frames in a row with nothing under way', async () => {
  const page = pageOf([]);
  await atRest(page, NEVER);
  expect(page.did).toEqual(['paints', 'idles', 'paints', 'idles']);
});

it('begins to count again when what has come asks for more, and asks for no frames while it waits', async () => {
  // The view is fetched, is there for a frame, and asks the engine.
  const page = pageOf([true, true, false, true]);
  await atRest(page, NEVER);
  expect(page.did).toEqual([
    'waits',
    'waits',
    'paints',
    'idles',
    'waits',
    'paints',
    'idles',
    'paints',
    'idles',
  ]);
});

it('waits no longer for a page that is given up', async () => {
  const leaving = new AbortController();
  const page = pageOf(new Array<boolean>(1000).fill(true));
  await atRest(
    {
      ...page,
      while: () => {
        leaving.abort();
        return page.while();
      },
    },
    leaving.signal,
  );
  expect(page.did).toEqual(['waits']);
});
