/** `pairlens texts`: what is imported, listed, shown, written and removed, and what is said of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { BundledTextSet, StoredText, TextSet } from '../../src/shared/texts.ts';
import { CommandLine } from '../cli.ts';

const cli = new CommandLine();
afterAll(() => cli.remove());

it('imports, lists, shows, writes and removes', async () => {
  writeFileSync(cli.path('lines.txt'), 'One.\n\nTwo.\nOne.\n');
  const imported = await cli.run('texts', 'import', 'lines.txt');
  expect(imported).toMatchObject({ code: 0, stdout: 'lines: 2 texts imported into project Default.\n' });
  expect(imported.stderr).toContain('Left out 1 duplicate: line 4.');
  expect(imported.stderr).toContain('Left out 1 empty line: line 2.');

  const { bundled, sets } = await cli.json<{ bundled: BundledTextSet[]; sets: TextSet[] }>('texts', 'list');
  expect(bundled.map(({ name }) => name)).toEqual(['everyday-english', 'everyday-hebrew']);
  expect(sets).toMatchObject([{ name: 'lines', textCount: 2, source: 'file:lines.txt' }]);
  expect((await cli.run('texts', 'list')).stdout).toMatch(/^lines +2 +0 +Default +file:lines\.txt$/m);

  const { texts } = await cli.json<{ texts: StoredText[] }>('texts', 'show', 'lines', '--limit', '1');
  expect(texts).toMatchObject([{ text: 'One.', position: 0 }]);
  expect((await cli.run('texts', 'export', 'lines', '--out', 'out.txt')).code).toBe(0);
  expect(readFileSync(cli.path('out.txt'), 'utf8')).toBe('One.\nTwo.\n');
  expect((await cli.run('texts', 'remove', 'lines')).stdout).toBe('lines is removed.\n');
  const gone = await cli.run('texts', 'show', 'lines');
  expect(gone).toMatchObject({ code: 1 });
  expect(gone.stderr).toContain('no text set “lines” in the workspace; there are none');
});

it('names the flag for a column that is not known, and cuts windows', async () => {
  writeFileSync(cli.path('verses.csv'), 'verse\nA.\n');
  const refused = await cli.run('texts', 'import', 'verses.csv');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('Say which column holds the texts: --text COLUMN (and --label COLUMN).');
  expect((await cli.run('texts', 'import', 'verses.csv', '--text', 'verse')).code).toBe(0);

  writeFileSync(cli.path('book.txt'), 'A b. C d. E f.');
  const cut = await cli.run('texts', 'import', 'book.txt', '--window', '2', '--windows', '2');
  expect(cut.stdout).toContain('book: 2 texts');
  expect(cut.stderr).toContain('The file goes on after the first 2 windows.');
  expect(await cli.run('texts', 'import', 'book.txt', '--windows', '2')).toMatchObject({ code: 2 });
  expect(await cli.run('texts', 'export', 'book', '--out', 'x.pdf')).toMatchObject({ code: 2 });
});
