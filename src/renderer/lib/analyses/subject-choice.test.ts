import { expect, test } from 'vitest';
import { neededFor, subjectOption, usableOption, whyNotChosen } from './subject-choice.ts';

const run = (id: number, whyNot?: string) =>
  subjectOption({ value: id, label: `${id} · small · negation (17 pairs)`, name: `Run ${id}` }, whyNot);
const runs = [run(9), run(7, 'It is not over'), run(5)];

test('what the address names is chosen where it can be, and else the first', () => {
  expect(usableOption(runs, 5)).toBe(5);
  expect(usableOption(runs, 7)).toBe(9);
  expect(usableOption(runs, undefined)).toBe(9);
  expect(usableOption([run(7, 'It is not over')], 7)).toBeUndefined();
});

test('it is said why what the address names is not chosen', () => {
  expect(whyNotChosen('run', runs, 7)).toBe('Run 7 cannot be chosen. It is not over.');
  expect(whyNotChosen('control set', runs, 8)).toBe(
    'The control set that the address names is not in this project.',
  );
  expect(whyNotChosen('run', runs, 5)).toBeUndefined();
  expect(whyNotChosen('run', runs, undefined)).toBeUndefined();
  expect(whyNotChosen('run', undefined, 7)).toBeUndefined();
});

test('what has to be there before a kind can be started is said', () => {
  expect(neededFor(['texts', 'pairs', 'ids'])).toBe('Needs texts or pairs');
  expect(neededFor(['pairs', 'run', 'ids'])).toBe('Needs pairs or a run');
  expect(neededFor(['run'])).toBe('Needs a run');
  expect(neededFor(['model', 'texts', 'ids'])).toBe('Needs only a model');
});
