import { expect, test } from 'vitest';
import { isGivenUp, isNotOurs } from './not-ours.ts';

const PAGE = 'http://127.0.0.1:8417/assets/index.js';

test.each([
  ['Chromium, of resizing', 'ResizeObserver loop completed with undelivered notifications.', PAGE],
  ['older browsers, of resizing', 'ResizeObserver loop limit exceeded', PAGE],
  ['Firefox, of resizing', 'Uncaught ResizeObserver loop completed with undelivered notifications.', PAGE],
  ['a script of another origin', 'Script error.', ''],
])('a note of %s', (_whose, message, filename) => {
  expect(isNotOurs({ error: null, message, filename })).toBe(true);
});

test('an extension’s mistake', () => {
  const error = new TypeError('x is undefined');
  expect(isNotOurs({ error, message: error.message, filename: 'chrome-extension://abc/content.js' })).toBe(
    true,
  );
});

test('a mistake of the page is told, whatever it says', () => {
  const error = new Error('ResizeObserver loop in our own words');
  expect(isNotOurs({ error, message: error.message, filename: PAGE })).toBe(false);
  expect(isNotOurs({ error: undefined, message: 'Uncaught SyntaxError', filename: PAGE })).toBe(false);
});

test('what was given up is no mistake', () => {
  expect(isGivenUp(new DOMException('The operation was aborted.', 'AbortError'))).toBe(true);
  expect(isGivenUp(new Error('AbortError'))).toBe(false);
});
