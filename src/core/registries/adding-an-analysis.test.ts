import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/adding-an-analysis.md'), 'utf8');
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

/** What the page walks through. */
const FILES = [
  'src/core/analyses/induction/options.ts',
  'src/core/analyses/induction/sequences.ts',
  'src/core/analyses/induction/scores.ts',
  'src/core/analyses/induction/combine.ts',
  'src/core/analyses/induction/heads.ts',
  'src/core/analyses/induction/name.ts',
  'src/core/analyses/induction/definition.ts',
  'src/core/registries/analysis-names.ts',
  'src/core/registries/analyses.ts',
  'src/main/engine/analyses/induction/induction-items.ts',
  'src/main/engine/analyses/induction/induction-work.ts',
  'src/main/engine/analyses/induction/read-rows.ts',
  'src/main/engine/analyses/induction/induction-figures.ts',
  'src/main/engine/registries/analyses.ts',
  'src/renderer/lib/induction/room.ts',
];

/** Prettier indents code on the page by itself. */
const lines = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
const sources = FILES.map((file) => ({ file, code: lines(readFileSync(join(ROOT, file), 'utf8')) }));
const showing = (block: string) => sources.filter(({ code }) => code.includes(lines(block)));

it.each(blocks)('docs/adding-an-analysis.md shows the code as it is: %#', (block) => {
  expect(showing(block).map(({ file }) => file)).toHaveLength(1);
});

it('shows something of every file that it walks through, and names it', () => {
  const shown = new Set(blocks.flatMap((block) => showing(block).map(({ file }) => file)));
  expect([...shown].toSorted()).toEqual(FILES.toSorted());
  for (const file of FILES) expect(page).toContain(file.split('/').at(-1));
});
