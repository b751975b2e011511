/** The bundled text sets: as their manifest and READMEs say, and for the models that they are for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describe, folder, lengthTables } from '../../scripts/texts/described.ts';
import {
  bundledTextEntries,
  bundledTexts,
  bundledTextSets,
} from '../../src/main/engine/texts/bundled-texts.ts';

const resources = join(folder, '..');
const NAMES = ['everyday-english', 'everyday-hebrew'] as const;
const textsOf = (name: string): string[] => bundledTexts(resources, name).map(({ text }) => text ?? '');

test('ships two sets of at least 400 sentences, as the manifest counts and hashes them', () => {
  expect(bundledTextSets(resources).map(({ name }) => name)).toEqual([...NAMES]);
  for (const { file, textCount, labels, sha256, setHash } of bundledTextEntries(resources)) {
    const { texts, ...counted } = describe(file);
    expect(counted).toEqual({ textCount, labels, sha256, setHash });
    expect(texts.length).toBeGreaterThanOrEqual(400);
  }
});

test('a name that does not ship is not found', () => {
  expect(() => bundledTexts(resources, 'x')).toThrow(
    'no bundled text set x; there are everyday-english, everyday-hebrew',
  );
});

test.each(NAMES)('%s: the README counts what is there', async (name) => {
  const readme = readFileSync(join(folder, name, 'README.md'), 'utf8');
  const { texts, labels } = describe(`${name}/texts.csv`);
  const tables = await lengthTables(name, { texts, labels });
  expect(readme).toContain(`<!-- counts -->\n\n${tables}\n\n<!-- /counts -->`);
  // Every text fits into a context of 128 and has no unknown token.
  expect(tables.match(/^\| tokens .*$/gm)?.every((row) => row.endsWith('| 0 |'))).toBe(true);
});

test.each([
  ['everyday-english', /^[A-Z][A-Za-z0-9',;:. -]*[.?!]$/],
  ['everyday-hebrew', /^[א-ת][א-ת ,;:]*[.?!]$/],
])('%s: tidy sentences of up to 100 characters', (name, shape) => {
  for (const text of textsOf(name)) {
    expect(text).toMatch(shape);
    expect(text.length).toBeLessThanOrEqual(100);
  }
});

test.each([
  ['everyday-english', /\b(?:not|no|never|nobody|nothing|neither)\b|n't\b/i],
  ['everyday-hebrew', /(?:^| )(?:לא|אין|איננו|איננה|אינם|אל)(?= )/],
])('%s: questions, negations and commas among them', (name, negation) => {
  const texts = textsOf(name);
  const share = (is: (text: string) => boolean) => texts.filter(is).length / texts.length;
  expect(share((text) => text.endsWith('?'))).toBeGreaterThan(0.07);
  expect(share((text) => negation.test(text))).toBeGreaterThan(0.12);
  expect(share((text) => text.includes(','))).toBeGreaterThan(0.15);
  // Any beginning has some of each part.
  const labels = bundledTexts(resources, name).map(({ label }) => label);
  expect(new Set(labels.slice(0, 60))).toEqual(new Set(labels));
});

test('written sentences are those beside the recipe', () => {
  for (const name of NAMES) {
    const written = readFileSync(join(folder, '..', '..', 'scripts', 'texts', `${name}.txt`), 'utf8');
    const labelled = bundledTexts(resources, name).flatMap(({ label, text }) =>
      label === 'written' ? [text] : [],
    );
    expect(labelled.toSorted()).toEqual(written.trim().split('\n').toSorted());
  }
});
