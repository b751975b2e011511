import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptOpen } from './kept-open.ts';

/** 'open a', 'close a', in the order in which it happened. */
let log: string[];
let kept: KeptOpen<Resource>;

interface Resource {
  readonly name: string;
  close(): Promise<void>;
}

function open(name: string): Promise<Resource> {
  log.push(`open ${name}`);
  return Promise.resolve({
    name,
    close: () => {
      log.push(`close ${name}`);
      return Promise.resolve();
    },
  });
}

function use(name: string): Promise<string> {
  return kept.use(
    name,
    () => open(name),
    (resource) => resource.name,
  );
}

/** A use that goes on until it is told to end. */
function useUntilTold(name: string): { readonly begun: Promise<void>; end(): Promise<void> } {
  const begun = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const done = kept.use(
    name,
    () => open(name),
    () => {
      begun.resolve();
      return told.promise;
    },
  );
  return {
    begun: begun.promise,
    end: () => {
      told.resolve();
      return done;
    },
  };
}

beforeEach(() => {
  log = [];
  kept = new KeptOpen({ limit: 2, otherNames: ({ name }) => [`${name}!`] });
});

describe('what is kept open', () => {
  it('is opened once, and lent by any of its names', async () => {
    expect(await use('a')).toBe('a');
    expect(await use('a')).toBe('a');
    expect(await use('a!')).toBe('a');
    expect(log).toEqual(['open a']);
  });

  it('is as many as were said, those used last; one is closed before another is opened', async () => {
    for (const name of ['a', 'b', 'a', 'c', 'd']) await use(name);
    expect(log).toEqual(['open a', 'open b', 'close b', 'open c', 'close a', 'open d']);
  });

  it('is more while more are in use', async () => {
    const using = useUntilTold('a');
    await using.begun;
    for (const name of ['b', 'c', 'd']) await use(name);
    expect(log).toEqual(['open a', 'open b', 'open c', 'close b', 'open d']);
    await using.end();
    expect(log.slice(5)).toEqual(['close a']);
  });

  it('is closed with the whole', async () => {
    await use('a');
    await use('b');
    await kept.close();
    expect(log).toEqual(['open a', 'open b', 'close a', 'close b']);
  });
});

it('opens anew what could not be opened', async () => {
  const failing = kept.use(
    'a',
    () => Promise.reject(new Error('no room')),
    () => expect.unreachable('it is not open'),
  );
  await expect(failing).rejects.toThrow('no room');
  expect(await use('a')).toBe('a');
});

describe('what nobody has used for a while', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    kept = new KeptOpen({ limit: 2, idleMilliseconds: 1000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is let go, counted from its last use, and opened anew', async () => {
    await use('a');
    await vi.advanceTimersByTimeAsync(999);
    await use('a');
    await vi.advanceTimersByTimeAsync(999);
    expect(log).toEqual(['open a']);
    expect(kept.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['open a', 'close a']);
    expect(kept.size).toBe(0);
    expect(await use('a')).toBe('a');
    expect(log).toEqual(['open a', 'close a', 'open a']);
  });

  it('is not what somebody uses, however long', async () => {
    const using = useUntilTold('a');
    await using.begun;
    await use('a');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['open a']);
    await using.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual(['open a', 'close a']);
  });

  it('is closed once, when it was forgotten before', async () => {
    await use('a');
    await kept.forget(['a']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['open a', 'close a']);
  });
});

it('waits for what is being closed already, when it forgets', async () => {
  const closed = Promise.withResolvers<void>();
  const slow = new KeptOpen({ limit: 1 });
  const nothing = () => undefined;
  await slow.use('a', () => Promise.resolve({ close: () => closed.promise }), nothing);
  const other = slow.use('b', () => Promise.resolve({ close: () => Promise.resolve() }), nothing);
  let forgotten = false;
  const forgetting = slow.forget(['a']).then(() => (forgotten = true));
  await new Promise(setImmediate);
  expect(forgotten).toBe(false);
  closed.resolve();
  await Promise.all([other, forgetting]);
  expect(forgotten).toBe(true);
});

describe('forgetting', () => {
  it('closes what nobody uses, by any of its names', async () => {
    await use('a');
    expect(await kept.forget(['no such', 'a!'])).toBe(true);
    expect(await kept.forget(['a'])).toBe(true);
    expect(log).toEqual(['open a', 'close a']);
  });

  it('leaves alone what somebody uses', async () => {
    const using = useUntilTold('a');
    await using.begun;
    expect(await kept.forget(['a'])).toBe(false);
    expect(log).toEqual(['open a']);
    await using.end();
    expect(await kept.forget(['a'])).toBe(true);
    expect(log).toEqual(['open a', 'close a']);
  });
});

describe('one that is waited for', () => {
  /** Opens when it is told to; `unwanted` is what it was given. */
  function slow() {
    const opened = Promise.withResolvers<Resource>();
    let unwanted: AbortSignal | null = null;
    const wait = (signal?: AbortSignal) =>
      kept.use(
        'slow',
        (given) => {
          unwanted = given;
          return opened.promise;
        },
        ({ name }) => name,
        signal,
      );
    return {
      wait,
      open: async () => opened.resolve(await open('slow')),
      isUnwanted: () => unwanted?.aborted,
    };
  }

  it('is waited for no longer than is wanted, and then not opened to the end', async () => {
    const cancel = new AbortController();
    const { wait, open: finish, isUnwanted } = slow();
    const waiting = expect(wait(cancel.signal)).rejects.toBe('not any more');
    await vi.waitFor(() => expect(isUnwanted()).toBe(false));
    cancel.abort('not any more');
    await waiting;
    expect(isUnwanted()).toBe(true);
    expect(kept.size).toBe(0);
    // Where it was opened all the same, nobody has it.
    await finish();
    await vi.waitFor(() => expect(log).toEqual(['open slow', 'close slow']));
    await expect(wait(cancel.signal)).rejects.toBe('not any more');
  });

  it('is not opened to the end, either, where all who wait are told at once that it is not wanted', async () => {
    const cancel = new AbortController();
    const { wait, open: finish, isUnwanted } = slow();
    const all = [1, 2, 3].map(() => expect(wait(cancel.signal)).rejects.toBe('not any more'));
    await vi.waitFor(() => expect(isUnwanted()).toBe(false));
    cancel.abort('not any more');
    await Promise.all(all);
    expect(isUnwanted()).toBe(true);
    expect(kept.size).toBe(0);
    await finish();
    await vi.waitFor(() => expect(log).toEqual(['open slow', 'close slow']));
  });

  it('is opened for the others who wait', async () => {
    const cancel = new AbortController();
    const { wait, open: finish, isUnwanted } = slow();
    const waiting = expect(wait(cancel.signal)).rejects.toBe('not any more');
    const other = wait();
    await vi.waitFor(() => expect(isUnwanted()).toBe(false));
    cancel.abort('not any more');
    await waiting;
    expect(isUnwanted()).toBe(false);
    await finish();
    expect(await other).toBe('slow');
    expect(log).toEqual(['open slow']);
  });
});
