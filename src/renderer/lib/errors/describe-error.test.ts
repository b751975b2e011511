import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { PairlensError } from '../../../shared/errors.ts';
import { describeError, isOfNothing } from './describe-error.ts';

test('an error of the engine: what happened, what was kept, what to do', () => {
  const error = new ORPCError('STORE_BUSY', { message: 'process 4711 holds /tmp/study.pairlens' });
  expect(describeError(error)).toEqual({
    code: 'STORE_BUSY',
    severity: 'failure',
    title: 'Another Pairlens has this workspace open',
    message: 'Process 4711 holds /tmp/study.pairlens.',
    kept: 'Nothing in the workspace was changed.',
    next: 'Close the other Pairlens, then try again.',
    details: undefined,
  });
});

test('a message that begins with the name of a file or a model leaves it as it is written', () => {
  for (const message of ['model.safetensors of a/b arrived damaged.', 'prajjwal1/bert-tiny has no weights.'])
    expect(describeError(new ORPCError('DOWNLOAD_CORRUPT', { message })).message).toBe(message);
});

test('commands are in quotation marks, as elsewhere on the screen', () => {
  const { message } = describeError(
    new ORPCError('STORE_DAMAGED', { message: 'damaged: x; `pairlens check` says more' }),
  );
  expect(message).toBe('Damaged: x; “pairlens check” says more.');
});

test('a clipboard that is refused is no mistake of ours: what happened, and another way', () => {
  const refused = new PairlensError('CLIPBOARD_REFUSED', 'the clipboard cannot be written to');
  expect(describeError(refused)).toMatchObject({
    severity: 'failure',
    title: 'The browser did not let Pairlens copy',
    message: 'The clipboard cannot be written to.',
  });
  expect(describeError(refused).next).toContain('save it as a file');
});

test('details come along', () => {
  const error = new ORPCError('SET_INVALID', { message: 'x', data: { problemsCut: true } });
  expect(describeError(error).details).toEqual({ problemsCut: true });
});

test.each([
  new TypeError('x is undefined'),
  'x is undefined',
  new ORPCError('TEAPOT', { message: 'x is undefined' }),
])('anything else is a mistake of Pairlens: %s', (thrown) => {
  expect(describeError(thrown)).toMatchObject({
    code: 'INTERNAL',
    severity: 'bug',
    title: 'Pairlens made a mistake',
    message: 'x is undefined',
  });
});

test.each([
  [{ what: 'sentence set', id: 3 }, 'This sentence set is not here.'],
  [{ what: 'pair', id: 1542 }, 'This pair is not here.'],
  [{ what: 'run', id: 7 }, 'Run 7 is not here.'],
  [{ layer: 9 }, 'There is no layer 9.'],
])('what has gone is named without the numbers of the store: %j', (data, words) => {
  expect(describeError(new ORPCError('NOT_FOUND', { message: 'there is no layer 9', data })).message).toBe(
    words,
  );
});

test.each([
  [
    'there is a model called דגם [א] already',
    { name: 'דגם [א]' },
    'There is a model called \u2068דגם [א]\u2069 already.',
  ],
  ['“שלילה (א)” is undone already', undefined, '“\u2068שלילה (א)\u2069” is undone already.'],
  ['there is a model called tiny already', { name: 'tiny' }, 'There is a model called tiny already.'],
])('names in a message are set apart: %s', (message, data, words) => {
  expect(describeError(new ORPCError('CONFLICT', { message, data })).message).toBe(words);
});

test.each([
  ['NOT_FOUND', true],
  ['MODEL_NOT_FOUND', true],
  ['FILE_NOT_FOUND', false],
  ['STORE_BUSY', false],
] as const)('of %s it is said that to try again does not help: %s', (code, isSo) => {
  expect(isOfNothing(describeError(new ORPCError(code, { message: 'x' })))).toBe(isSo);
});
