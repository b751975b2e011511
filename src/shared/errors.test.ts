import { expect, test } from 'vitest';
import { ERROR_CODES, isErrorCode, PairlensError } from './errors.ts';

test('every code is recognised, and nothing else is', () => {
  for (const code of Object.keys(ERROR_CODES)) expect(isErrorCode(code)).toBe(true);
  for (const other of ['', 'toString', 'not_found', 404, null]) expect(isErrorCode(other)).toBe(false);
});

test('an error carries its code, details and cause', () => {
  const cause = new Error('ENOSPC');
  const error = new PairlensError('DISK_FULL', 'no space left for x', { path: 'x' }, cause);
  expect(error).toMatchObject({ name: 'PairlensError', code: 'DISK_FULL', details: { path: 'x' }, cause });
});
