import { expect, it } from 'vitest';
import { extraOf } from './extra-column.ts';

it('is what the pair has under that name, and nothing that every object has', () => {
  expect(extraOf({ source: 'web' }, 'source')).toBe('web');
  expect(extraOf({ constructor: 'me' }, 'constructor')).toBe('me');
  for (const column of ['constructor', 'toString', '__proto__', 'other'])
    expect(extraOf({ source: 'web' }, column), column).toBeNull();
  expect(extraOf(null, 'source')).toBeNull();
  expect(extraOf(undefined, 'source')).toBeNull();
});
