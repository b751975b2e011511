import { expect, it } from 'vitest';
import { Counting } from './counting.ts';

/** A count that is answered when the test says so. */
function slowCount() {
  const asked: PromiseWithResolvers<number>[] = [];
  const told: number[] = [];
  const counting = new Counting(
    () => {
      const answer = Promise.withResolvers<number>();
      asked.push(answer);
      return answer.promise;
    },
    (count) => told.push(count),
  );
  const answer = async (count: number) => {
    asked.at(-1)?.resolve(count);
    await asked.at(-1)?.promise;
    await Promise.resolve();
  };
  return { counting, asked, told, answer };
}

it('counts before the first batch and after each', async () => {
  const { counting, told, answer } = slowCount();
  await counting.during(async (onBatch) => {
    await answer(0);
    onBatch();
    await answer(5);
  });
  expect(told).toEqual([0, 5]);
});

it('counts once for the batches that end while it counts, and ends with the last of them', async () => {
  const { counting, asked, told, answer } = slowCount();
  const over = counting.during(async (onBatch) => {
    onBatch();
    onBatch();
    onBatch();
    return Promise.resolve();
  });
  await answer(0);
  await answer(30);
  await over;
  expect(asked).toHaveLength(2);
  expect(told).toEqual([0, 30]);
});

it('fails with what counting failed with', async () => {
  const counting = new Counting(
    () => Promise.reject(new Error('no such run')),
    () => undefined,
  );
  await expect(counting.during(() => Promise.resolve())).rejects.toThrow('no such run');
});
