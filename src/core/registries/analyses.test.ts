import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AnalysisDefinition } from '../analyses/analysis.ts';
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

it.each(Object.values<AnalysisDefinition>(ANALYSES).filter(({ listed }) => listed))(
  'the form of $kind says what is measured, held against and called, in sentences, and what will be seen',
  ({ about }) => {
    for (const sentence of [about?.measures, about?.control, about?.interval])
      expect(sentence).toMatch(/^[A-Z\d].*\.$/);
    expect(about?.shows.length).toBeGreaterThan(1);
    for (const line of about?.shows ?? []) expect(line).toMatch(/^[A-Z].*[^.]$/);
  },
);
