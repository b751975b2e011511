import { expect, test } from 'vitest';
import { inBackground } from '../threads/background.ts';
import { Turns } from './turns.ts';

test('so many work at the same time, the others in the order in which they came; one that fails hands on its turn', async () => {
  const turns = new Turns(2);
  const began: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<number>());
  const works = ends.map(({ promise }, index) =>
    turns.take(() => {
      began.push(index);
      return promise;
    }),
  );
  await new Promise(setImmediate);
  expect(began).toEqual([0, 1]);

  ends[1]?.reject(new Error('no'));
  await expect(works[1]).rejects.toThrow('no');
  await new Promise(setImmediate);
  expect(began).toEqual([0, 1, 2]);

  for (const end of ends) end.resolve(7);
  expect(await Promise.all([works[0], works[2], works[3]])).toEqual([7, 7, 7]);
  expect(began).toEqual([0, 1, 2, 3]);
  // None of the turns has been lost.
  const after = Promise.withResolvers<void>();
  const both = [turns.take(() => after.promise), turns.take(() => Promise.resolve(after.resolve()))];
  await Promise.all(both);
});

/** Work of the background or of a person, each of which ends when it is told to. */
function works(turns: Turns) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string) =>
    turns.take(() => {
      began.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { began, begin, end, later: (name: string) => inBackground(() => begin(name)) };
}

test('what a person waits for finds a place at once, and comes before all that waits', async () => {
  const { began, begin, end, later } = works(new Turns(3));
  for (const name of ['batch 1', 'batch 2', 'batch 3', 'batch 4']) void later(name);
  expect(began).toEqual(['batch 1', 'batch 2']);
  void begin('click');
  expect(began).toEqual(['batch 1', 'batch 2', 'click']);
  void begin('second click');
  // A batch that ends makes room for the person, not for the batch that came before.
  await end('batch 1');
  expect(began.at(-1)).toBe('second click');
});

test('while a person’s work is done no batch begins; then they go on', async () => {
  const { began, begin, end, later } = works(new Turns(3));
  void begin('click');
  void later('batch 1');
  void later('batch 2');
  expect(began).toEqual(['click']);
  await end('click');
  expect(began).toEqual(['click', 'batch 1', 'batch 2']);
});

test('one at a time: batches go, and a person is next', async () => {
  const { began, begin, end, later } = works(new Turns(1));
  void later('batch 1');
  void later('batch 2');
  void begin('click');
  await end('batch 1');
  await end('click');
  expect(began).toEqual(['batch 1', 'click', 'batch 2']);
});
