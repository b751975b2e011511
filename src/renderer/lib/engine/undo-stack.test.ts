import { expect, test } from 'vitest';
import { type Act, UndoStack } from './undo-stack.svelte.ts';

/** A stack over a text that acts add letters to. */
function stackOn() {
  const state = { text: '', told: [] as string[], mayWorkLater: false };
  const stack = new UndoStack({
    undone: ({ what }) => state.told.push(`undone ${what}`),
    redone: ({ what }) => state.told.push(`redone ${what}`),
    failed: (error) => {
      state.told.push(String(error));
      return state.mayWorkLater;
    },
  });
  const put = (letter: string): Act => {
    const act = {
      what: letter,
      undo: async () => void (state.text = state.text.replace(letter, '')),
      redo: async () => void (state.text += letter),
    };
    state.text += letter;
    stack.push(act);
    return act;
  };
  return { state, stack, put };
}

test('what went on is taken back as one', async () => {
  const { state, stack, put } = stackOn();
  put('a');
  put('b');
  state.text = 'abc';
  stack.amend({ what: 'bc', undo: async () => void (state.text = 'a'), redo: async () => undefined });
  await stack.undo();
  expect([state.text, state.told]).toEqual(['a', ['undone bc']]);
  await stack.undo();
  expect(state.text).toBe('');
});

test('takes back the last act first, and does them again in their order', async () => {
  const { state, stack, put } = stackOn();
  for (const letter of ['a', 'b', 'c']) put(letter);
  await Promise.all([stack.undo(), stack.undo()]);
  expect(state.text).toBe('a');
  await stack.redo();
  expect(state.text).toBe('ab');
  expect(state.told).toEqual(['undone c', 'undone b', 'redone b']);
  put('d');
  await stack.redo();
  expect(state.text).toBe('abd');
  for (let time = 0; time < 5; time++) await stack.undo();
  expect(state.text).toBe('');
});

test('what is being done is waited for, and taken back', async () => {
  const { state, stack, put } = stackOn();
  put('a');
  const change = Promise.withResolvers<string>();
  const doing = stack.during(async () => put(await change.promise).what);
  const undone = stack.undo();
  change.resolve('b');
  expect(await doing).toBe('b');
  await undone;
  expect(state.text).toBe('a');
  const failing = stack.during(() => Promise.reject(new Error('refused')));
  const next = stack.undo();
  await expect(failing).rejects.toThrow('refused');
  await next;
  expect(state.text).toBe('');
});

test('an act is taken back by itself, once', async () => {
  const { state, stack, put } = stackOn();
  const first = put('a');
  put('b');
  await stack.undo(first);
  await stack.undo(first);
  expect(state.text).toBe('b');
  expect(stack.done.map(({ what }) => what)).toEqual(['b']);
});

test('what cannot be taken back is told and forgotten, unless it may work later', async () => {
  const { state, stack } = stackOn();
  const act = { what: 'x', undo: () => Promise.reject(new Error('gone')), redo: () => Promise.resolve() };
  stack.push(act);
  state.mayWorkLater = true;
  await stack.undo();
  expect(stack.done).toEqual([act]);
  state.mayWorkLater = false;
  await stack.undo();
  expect([stack.done, stack.undone, state.told]).toEqual([[], [], ['Error: gone', 'Error: gone']]);
});

test('what begins from what is stored waits for what is being taken back', async () => {
  const { state, stack } = stackOn();
  const undoing = Promise.withResolvers<void>();
  state.text = 'changed';
  stack.push({
    what: 'change',
    undo: async () => {
      await undoing.promise;
      state.text = 'as before';
    },
    redo: () => Promise.resolve(),
  });
  const undone = stack.undo();
  const begun = stack.during(async (former) => {
    await former;
    return state.text;
  });
  undoing.resolve();
  expect(await begun).toBe('as before');
  await undone;
});

const view = (what: string): Act => ({
  what,
  isOfView: true,
  undo: () => Promise.resolve(),
  redo: () => Promise.resolve(),
});

test('however often a filter is changed, edits can be taken back, and done again after it', async () => {
  const { state, stack, put } = stackOn();
  put('a');
  put('b');
  for (let time = 0; time < 1000; time++) stack.push(view(`filter ${time}`));
  expect(stack.done.map(({ what }) => what).slice(0, 3)).toEqual(['a', 'b', 'filter 950']);
  expect(stack.done).toHaveLength(52);
  for (let time = 0; time < 51; time++) await stack.undo();
  expect(state.text).toBe('a');
  stack.push(view('another filter'));
  expect(stack.undone.map(({ what }) => what)).toEqual(['b']);
  await stack.redo();
  expect(state.text).toBe('ab');
  put('c');
  expect(stack.undone).toEqual([]);
});

test('of 1,000 edits the last 200 can be taken back', () => {
  const { stack } = stackOn();
  for (let time = 0; time < 1000; time++) stack.push({ ...view(`edit ${time}`), isOfView: false });
  expect([stack.done.length, stack.done[0]?.what]).toEqual([200, 'edit 800']);
});

test('what came to nothing is not taken back', async () => {
  const { state, stack, put } = stackOn();
  put('a');
  stack.push(view('letters'));
  stack.withdraw();
  await stack.undo();
  expect([state.text, state.told]).toEqual(['', ['undone a']]);
});
