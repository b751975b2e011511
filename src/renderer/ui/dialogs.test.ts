import { expect, test } from 'vitest';
import { dialogs } from './dialogs.svelte.ts';

test('the view is covered until the last dialog is closed', () => {
  expect(dialogs.isOpen).toBe(false);
  const closeFirst = dialogs.opened();
  const closeSecond = dialogs.opened();
  closeFirst();
  expect(dialogs.isOpen).toBe(true);
  closeSecond();
  expect(dialogs.isOpen).toBe(false);
});
