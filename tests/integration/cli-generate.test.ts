/** Pairs from templates on the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { CommandLine } from '../cli.ts';

const cli = new CommandLine();
afterAll(() => cli.remove());

it('makes a set of a file of templates, which is exported with neutrals, clusters and labels', async () => {
  writeFileSync(
    cli.path('birds.txt'),
    'The {noun} {was} [not] red.\nnoun = robin, robins\nwas (noun) = was, were\nneutral = now\n',
  );
  expect(await cli.run('sets', 'generate', 'birds.txt')).toMatchObject({
    code: 0,
    stdout:
      'birds: 2 pairs in project Default.\n2 combinations, 2 of them taken, 0 duplicates left out; 2 clusters.\n2 neutrals, 0 of another number of words than the change.\n',
  });
  await cli.run('sets', 'export', 'birds', '--out', 'birds.csv');
  expect(readFileSync(cli.path('birds.csv'), 'utf8').split(/\r?\n/)).toEqual([
    'original,counterfactual,neutral,cluster,label',
    'The robin was red.,The robin was not red.,The robin was now red.,robin,not',
    'The robins were red.,The robins were not red.,The robins were now red.,robins,not',
    '',
  ]);
});

it('says on which line a template cannot be read, and makes nothing', async () => {
  writeFileSync(cli.path('bad.txt'), 'noun =\nThe {noun} was [not red.\n');
  const { code, stderr } = await cli.run('sets', 'generate', 'bad.txt');
  expect(code).toBe(1);
  expect(stderr).toContain('line 2, column 16: This bracket is not closed: what changes ends with ].');
  expect(stderr).toContain('line 1: The list “noun” is empty.');
});
