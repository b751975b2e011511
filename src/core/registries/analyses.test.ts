import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ANALYSES } from './analyses.ts';

const DOCS = join(import.meta.dirname, '../../../docs');
const INDEX = readFileSync(join(DOCS, 'analyses.md'), 'utf8');

it.each(Object.entries(ANALYSES))(
  '%s stands under its own kind, and in docs/analyses.md',
  (name, definition) => {
    expect(definition.kind).toBe(name);
    const cells = INDEX.split('\n')
      .filter((line) => line.startsWith(`| \`${name}\``))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const title = definition.listed ? `[${definition.title}](analyses/${name}.md)` : definition.title;
    expect(cells).toEqual([['', `\`${name}\``, title, definition.summary, '']]);
    if (definition.listed) expect(existsSync(join(DOCS, `analyses/${name}.md`))).toBe(true);
  },
);
