import { expect, test } from 'vitest';
import { licenceName } from './licence-names.ts';

test.each([
  ['mit', 'MIT'],
  ['MIT', 'MIT'],
  ['apache-2.0', 'Apache-2.0'],
  ['cc-by-sa-4.0', 'CC-BY-SA-4.0'],
  ['bsd-3-clause', 'BSD-3-Clause'],
  ['agpl-3.0', 'AGPL-3.0'],
  ['my own licence', 'my own licence'],
])('%s is written %s', (id, written) => {
  expect(licenceName(id)).toBe(written);
});
