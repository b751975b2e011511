import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../../../docs/adding-a-family.md'), 'utf8');
const source = readFileSync(join(import.meta.dirname, 'gpt-neox.ts'), 'utf8');
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
/** Prettier indents code on the page by itself. */
const lines = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

it('docs/adding-a-family.md shows gpt-neox.ts as it is', () => {
  expect(blocks.length).toBeGreaterThan(5);
  for (const block of blocks) expect(lines(source)).toContain(lines(block));
});
