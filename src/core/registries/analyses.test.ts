import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ANALYSES } from './analyses.ts';

const INDEX = readFileSync(join(import.meta.dirname, '../../../docs/analyses.md'), 'utf8');

it.each(Object.entries(ANALYSES))(
  '%s stands under its own kind, and in docs/analyses.md',
  (name, definition) => {
    expect(definition.kind).toBe(name);
    const cells = INDEX.split('\n')
      .filter((line) => line.startsWith(`| \`${name}\``))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells).toEqual([['', `\`${name}\``, definition.title, definition.summary, '']]);
  },
);
