import { expect, test } from 'vitest';
import { AddressedChoice } from './addressed-choice.svelte.ts';
import { GridSelection } from './grid-selection.svelte.ts';

const THERE = [1, 2, 3, 4, 5];

test('what an address names is chosen as far as it is there, and is not written again', async () => {
  const selection = new GridSelection();
  const choice = new AddressedChoice(selection, () => Promise.resolve(THERE));
  expect(choice.toWrite(selection.ids)).toBeNull();
  expect(choice.isKnown('4-9')).toBe(false);
  await choice.read('4-9');
  expect([...selection.ids]).toEqual([4, 5]);
  expect(choice.isReading).toBe(false);
  expect(choice.toWrite(selection.ids)).toBeNull();
  selection.toggle(2);
  expect(choice.toWrite(selection.ids)).toBe('2,4-5');
  expect(choice.isKnown('2,4-5')).toBe(true);
  selection.clear();
  expect(choice.toWrite(selection.ids)).toBe('');
});

test('what could not be fetched stays in the address until something is chosen by hand', async () => {
  const selection = new GridSelection();
  const choice = new AddressedChoice(selection, () => Promise.reject(new Error('no engine')));
  await expect(choice.read('1-3')).rejects.toThrow('no engine');
  expect(choice.isReading).toBe(false);
  expect(choice.toWrite(selection.ids)).toBeNull();
  selection.toggle(5);
  expect(choice.toWrite(selection.ids)).toBe('5');
});

test('what is chosen by hand while an address is read is later, and stays; of two addresses the later counts', async () => {
  const answers: ((ids: number[]) => void)[] = [];
  const selection = new GridSelection();
  const choice = new AddressedChoice(selection, () => new Promise((resolve) => answers.push(resolve)));
  const [first, second] = [choice.read('1'), choice.read('2')];
  answers[0]?.(THERE);
  await first;
  expect(selection.size).toBe(0);
  expect(choice.isReading).toBe(true);
  selection.toggle(4);
  answers[1]?.(THERE);
  await second;
  expect([...selection.ids]).toEqual([4]);
  expect(choice.toWrite(selection.ids)).toBe('4');
});
