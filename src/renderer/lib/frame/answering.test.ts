import { expect, test } from 'vitest';
import { answering, firstLines, firstToDo, listedName, type CommandGroup } from './answering.ts';

const run = (): void => undefined;
const group = (heading: string, ...texts: string[]): CommandGroup => ({
  heading,
  commands: texts.map((text) => ({ text, run })),
});
const GROUPS = [
  group('Go to', 'Pairs', 'Runs', 'Heads'),
  group('Do', 'New run', 'Theme: dark'),
  group('Models', 'Model gpt2', 'Model tiny'),
  group('Heads', 'Heads of gpt2'),
];
const to = { room: 'projects' } as const;

const shown = (typed: string, found: Parameters<typeof answering>[2] = []) =>
  answering(typed, GROUPS, found).map(({ heading, commands }) => [
    heading,
    ...commands.map(({ text }) => text),
  ]);

test('nothing typed: everything, as it is', () => {
  expect(answering('', GROUPS, [])).toEqual(GROUPS);
});

test('the first lines go over groups, and no group is empty', () => {
  expect(firstLines(GROUPS, 4)).toEqual([group('Go to', 'Pairs', 'Runs', 'Heads'), group('Do', 'New run')]);
  expect(firstLines(GROUPS, 3)).toEqual([group('Go to', 'Pairs', 'Runs', 'Heads')]);
  expect(firstLines(GROUPS, 100)).toEqual(GROUPS);
});

test('what is one of many in the view is shown when it is looked for, also by words that are not shown', () => {
  const svg = { text: 'Save as SVG', note: 'Heads', also: 'export figure', onTyping: true, run };
  const groups = [{ heading: 'In this view', commands: [svg] }, ...GROUPS];
  expect(answering('', groups, [])).toEqual(GROUPS);
  for (const typed of ['svg', 'export', 'svg heads', 'export svg'])
    expect(answering(typed, groups, [])[0], typed).toEqual({ heading: 'In this view', commands: [svg] });
});

test('the group with the best line comes first', () => {
  expect(shown('head')).toEqual([
    ['Go to', 'Heads'],
    ['Heads', 'Heads of gpt2'],
  ]);
  expect(shown('run')).toEqual([
    ['Go to', 'Runs'],
    ['Do', 'New run'],
  ]);
});

test('a screen comes before the keys of the view that have its name in them', () => {
  const keys = group('In this view', 'Previous head', 'Next head', 'Open the head', 'Do these heads matter?');
  for (const typed of ['head', 'heads'])
    expect(answering(typed, [keys, ...GROUPS], [])[0], typed).toMatchObject({ heading: 'Go to' });
  expect(answering('next head', [keys, ...GROUPS], [])[0]?.commands[0]?.text).toBe('Next head');
});

test('what was meant comes before all, what has the word in a sentence after all', () => {
  const meant = { heading: 'Heads', isMeant: true, lines: [{ text: 'L5 H9 of this pair', to }] };
  expect(shown('5 9', [meant])).toEqual([['Heads', 'L5 H9 of this pair']]);
  const inSentence = { heading: 'Pairs', lines: [{ text: 'Pair 3 of cats', note: 'New cats run.', to }] };
  expect(shown('new run', [inSentence])).toEqual([
    ['Do', 'New run'],
    ['Pairs', 'Pair 3 of cats'],
  ]);
});

test('of one heading there is one group', () => {
  const meant = { heading: 'Heads', isMeant: true, lines: [{ text: 'L1 H1 of gpt2', to }] };
  expect(shown('gpt2', [meant])[0]).toEqual(['Heads', 'L1 H1 of gpt2', 'Heads of gpt2']);
});

test('what cannot be done is not what Enter does', () => {
  const only = { heading: 'In this view', commands: [{ text: 'Delete', isDisabled: true, run }] };
  expect(firstToDo([only, ...GROUPS])).toMatchObject({ heading: 'Go to', command: { text: 'Pairs' } });
  expect(firstToDo([only])).toBeUndefined();
});

test('two things of one name are both listed, a button that is there twice is not', () => {
  const taken = new Set(['Delete · Cats', 'Delete · Cats (2)']);
  expect(listedName('Delete · Cats', taken, true)).toBe('Delete · Cats (3)');
  expect(listedName('Delete · Cats', taken, false)).toBeNull();
  expect(listedName('Delete · Dogs', taken, false)).toBe('Delete · Dogs');
});
