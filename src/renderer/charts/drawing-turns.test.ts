import { expect, test } from 'vitest';
import { DrawingTurns } from './drawing-turns.ts';

/** Turns that the test takes, on a clock of its own. */
function turnsByHand() {
  const scheduled: { run: () => void; isFirst: boolean }[] = [];
  let time = 0;
  const turns = new DrawingTurns(
    (run, isFirst) => scheduled.push({ run, isFirst }),
    () => time,
  );
  const drawn: string[] = [];
  const figure = (name: string, takes: number) => () => {
    time += takes;
    drawn.push(name);
  };
  return { turns, scheduled, drawn, figure };
}

test('nothing is drawn at once, and no more than a turn has time for', () => {
  const { turns, scheduled, drawn, figure } = turnsByHand();
  turns.add({}, figure('a', 5));
  turns.add({}, figure('b', 5));
  turns.add({}, figure('c', 5));
  expect(drawn).toEqual([]);
  expect(scheduled.map(({ isFirst }) => isFirst)).toEqual([true]);
  scheduled[0]?.run();
  expect(drawn).toEqual(['a', 'b']);
  expect(scheduled.map(({ isFirst }) => isFirst)).toEqual([true, false]);
  scheduled[1]?.run();
  expect(drawn).toEqual(['a', 'b', 'c']);
  expect(scheduled).toHaveLength(2);
});

test('of a figure that changes twice only the last is drawn, and none that is gone', () => {
  const { turns, scheduled, drawn, figure } = turnsByHand();
  const [one, other] = [{}, {}];
  const takeBack = turns.add(one, figure('first', 1));
  turns.add(one, figure('second', 1));
  takeBack();
  turns.add(other, figure('gone', 1))();
  scheduled[0]?.run();
  expect(drawn).toEqual(['second']);
});

test('one that fails does not keep the others from being drawn', () => {
  const { turns, scheduled, drawn, figure } = turnsByHand();
  turns.add({}, () => {
    throw new Error('no');
  });
  turns.add({}, figure('b', 1));
  expect(() => scheduled[0]?.run()).toThrow('no');
  scheduled[1]?.run();
  expect(drawn).toEqual(['b']);
});
