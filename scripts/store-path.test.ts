import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withStoreFrom } from './store-path.ts';

const FOLDER = resolve('/home/me/studies');

test.each([
  [
    ['--store', 'a.sqlite'],
    ['--store', resolve(FOLDER, 'a.sqlite')],
  ],
  [
    ['--port', '1', '--store=../b.sqlite'],
    ['--port', '1', `--store=${resolve(FOLDER, '../b.sqlite')}`],
  ],
  [
    ['--store', resolve('/tmp/c.sqlite')],
    ['--store', resolve('/tmp/c.sqlite')],
  ],
  [['--browser'], ['--browser']],
  [['--store'], ['--store']],
])('%j', (given, meant) => {
  expect(withStoreFrom(FOLDER, given)).toEqual(meant);
});
