import { expect, test } from 'vitest';
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
