import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it.each([
  ['src/core', /^src\/core\/[^]*?(?=^src\/shared)/m],
  ['src/main/engine', /^ {2}engine\/[^]*?(?=^ {2}electron\/)/m],
])('docs/architecture.md names every folder of %s', (folder, part) => {
  const [tree = ''] = part.exec(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')) ?? [];
  const named = tree.split('\n').flatMap((line) => /^ +((?:[\w-]+\/ ?)+)/.exec(line)?.[1]?.split('/') ?? []);
  const folders = readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.length).toBeGreaterThan(5);
  const there = new Set(named.map((name) => name.trim()));
  expect(folders.filter((name) => !there.has(name))).toEqual([]);
});
