import { expect, test } from 'vitest';
import { Steps } from './steps.ts';

test('what was done is taken back and done again, in order', () => {
  const steps = new Steps<string>();
  expect(steps.undo('a')).toBeNull();
  steps.did('a');
  steps.did('b');
  expect(steps.undo('c')).toBe('b');
  expect(steps.undo('b')).toBe('a');
  expect(steps.undo('a')).toBeNull();
  expect(steps.redo('a')).toBe('b');
  expect(steps.redo('b')).toBe('c');
  expect(steps.redo('c')).toBeNull();
});

test('what was taken back is gone once something else is done', () => {
  const steps = new Steps<string>();
  steps.did('a');
  expect(steps.undo('b')).toBe('a');
  steps.did('a');
  expect(steps.redo('x')).toBeNull();
  expect(steps.undo('x')).toBe('a');
});
