import { expect, test } from 'vitest';
import { CoreError } from '../core/errors.ts';
import { ERROR_CODES, errorRecord, isActionable, isErrorCode, PairlensError } from './errors.ts';

test('every code is recognised, and nothing else is', () => {
  for (const code of Object.keys(ERROR_CODES)) expect(isErrorCode(code)).toBe(true);
  for (const other of ['', 'toString', 'not_found', 404, null]) expect(isErrorCode(other)).toBe(false);
});

test('an error carries its code, details and cause', () => {
  const cause = new Error('ENOSPC');
  const error = new PairlensError('DISK_FULL', 'no space left for x', { path: 'x' }, cause);
  expect(error).toMatchObject({ name: 'PairlensError', code: 'DISK_FULL', details: { path: 'x' }, cause });
});

test('errors of core and of the rest are one kind, of which a record keeps code and details', () => {
  const errors = [
    new CoreError('TENSOR_MISSING', 'no W_Q', { tensor: 'W_Q' }),
    new PairlensError('TENSOR_MISSING', 'no W_Q', { tensor: 'W_Q' }, new Error('cause')),
  ];
  for (const error of errors) {
    expect(isActionable(error)).toBe(true);
    expect(errorRecord(error)).toEqual({
      code: 'TENSOR_MISSING',
      message: 'no W_Q',
      details: { tensor: 'W_Q' },
    });
  }
});

test.each([
  [new TypeError('x is undefined'), 'x is undefined'],
  ['thrown text', 'thrown text'],
])('what nobody expected is a bug: %s', (error, message) => {
  expect(isActionable(error)).toBe(false);
  expect(errorRecord(error)).toEqual({ code: 'INTERNAL', message, details: {} });
});
