/** Dialogs that store something stay until that has ended: else its error is seen nowhere, and its end closes what was opened meanwhile. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const DIALOG = /<(?:Name)?Dialog\b(?:=>|[^>])*>/gs;

/** Components with a dialog and something that it does. */
const components = globSync('**/*.svelte', { cwd: ROOT })
  .map((path) => ({ path, source: readFileSync(join(ROOT, path), 'utf8') }))
  .filter(({ source }) => /<(?:Name)?Dialog\b/.test(source) && source.includes('createMutation('));

test('there are such dialogs', () => expect(components.length).toBeGreaterThan(10));

test.each(components)('$path says to its dialog when it is at work', ({ path, source }) => {
  // An import goes on as a job when its dialog is closed, and says so.
  if (/Import\w*Dialog/.test(path)) return;
  const tags = source.match(DIALOG) ?? [];
  expect(tags.length).toBeGreaterThan(0);
  for (const tag of tags) expect(tag).toMatch(/\bbusy=|\{busy\}/);
});
