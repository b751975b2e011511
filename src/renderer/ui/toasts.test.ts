import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toasts } from './toasts.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
  toasts.list = [];
});
afterEach(() => vi.useRealTimers());

const texts = () => toasts.list.map(({ text, times }) => [text, times]);

test('an error stays, what was done goes by itself', () => {
  toasts.show('The disk is full', { tone: 'error' });
  toasts.show('Run 1 removed');
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual([['The disk is full', 1]]);
});

const run = (): void => undefined;

test('what was said at one place does not follow to the next, what can be undone does', () => {
  toasts.show('The disk is full', { tone: 'error' });
  toasts.show('Numbers copied');
  toasts.show('Run 6 is done', { action: { label: 'Open', run } });
  toasts.show('Run 1 removed', { action: { label: 'Undo', run }, goesAlong: true });
  toasts.leave();
  expect(texts()).toEqual([['Run 1 removed', 1]]);
});

test('a dialog that opens is not covered by what is only said', () => {
  toasts.show('The disk is full', { tone: 'error' });
  toasts.show('Undone: edited pair 1');
  toasts.makeRoom();
  expect(texts()).toEqual([['The disk is full', 1]]);
});

test('a message in the place of another is alone, and counts as new', () => {
  const first = toasts.show('Added to the figure: 1 panel');
  toasts.show('Added to the figure: 2 panels', { instead: first });
  expect(texts()).toEqual([['Added to the figure: 2 panels', 1]]);
});

test('what is said again is counted, and stays as long as if it were new', () => {
  toasts.show('Saved');
  vi.advanceTimersByTime(3000);
  toasts.show('Saved');
  expect(texts()).toEqual([['Saved', 2]]);
  vi.advanceTimersByTime(3000);
  expect(texts()).toEqual([['Saved', 2]]);
});
