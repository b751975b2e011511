/** Every size of a letter and every distance between things is a step of tokens.css. */
import { globSync, readFileSync } from 'node:fs';
import { parse, parseCss } from 'svelte/compiler';
import { expect, test } from 'vitest';

const RENDERER = new URL('../', import.meta.url);
const SIZES = new Set(['font', 'font-size']);
const SPACES = /^(padding|margin|gap|row-gap|column-gap)(-|$)/;
/** 1px is a hairline, and vh a part of the window; a thing that is drawn with a size of its own says so in a variable of its name: --width-arrow. */
const ALLOWED = {
  size: /^(inherit|var\(--(size|text)-[a-z-]+\))$/,
  space: /^(0|auto|-?1px|\d+vh|var\(--(space-[1-6]|space-half|(width|height)-[a-z-]+)\))$/,
} as const;

interface Declared {
  readonly property: string;
  readonly value: string;
}

/** What a style sheet declares, in rules within rules too. */
function declared(node: unknown): Declared[] {
  if (Array.isArray(node)) return node.flatMap(declared);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'Declaration' && 'property' in node && 'value' in node)
    return [{ property: String(node.property), value: String(node.value) }];
  return ['children', 'block'].flatMap((key) => declared(Reflect.get(node, key)));
}

/** Whether it is made of steps only: of what calc() adds and takes away each, and numbers that multiply a step. */
function isOnScale({ property, value }: Declared): boolean {
  const allowed = SIZES.has(property) ? ALLOWED.size : ALLOWED.space;
  if (!SIZES.has(property) && !SPACES.test(property)) return true;
  const words = value.replaceAll(/\bcalc\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g, '$1').split(/\s+/);
  return words.every((word) => /^([-+*/]|-?\d+(\.\d+)?)$/.test(word) || allowed.test(word));
}

function offScale(css: unknown): string[] {
  return declared(css)
    .filter((declaration) => !isOnScale(declaration))
    .map(({ property, value }) => `${property}: ${value}`);
}

test.each([
  ['padding: 0 var(--space-2) 1px', []],
  ['margin: calc(-1 * var(--space-1)) auto', []],
  ['--width-box: 13px; margin-left: calc(var(--width-box) + var(--space-2))', []],
  ['width: 72px; border: 1px solid; inset: 3px', []],
  ['font: var(--text-small); font-size: inherit', []],
  ['padding: 5px var(--space-2)', ['padding: 5px var(--space-2)']],
  ['row-gap: 0.5em', ['row-gap: 0.5em']],
  ['margin: calc(var(--space-2) - 3px)', ['margin: calc(var(--space-2) - 3px)']],
  ['font-size: 14px', ['font-size: 14px']],
  ['font: 10px/12px var(--font-mono)', ['font: 10px/12px var(--font-mono)']],
  ['font-size: 1.2em', ['font-size: 1.2em']],
])('%s', (css, off) => {
  expect(offScale(parseCss(`.a { .b & { ${css} } }`))).toEqual(off);
});

test('components and style sheets are on the scale', () => {
  const files = globSync('**/*.{svelte,css}', { cwd: RENDERER }).filter(
    (file) => !file.endsWith('tokens.css'),
  );
  const off = files.flatMap((file) => {
    const source = readFileSync(new URL(file, RENDERER), 'utf8');
    const css = file.endsWith('.css') ? parseCss(source) : parse(source, { modern: true }).css;
    return offScale(css).map((what) => `${file}: ${what}`);
  });
  expect(files.length).toBeGreaterThan(100);
  expect(off).toEqual([]);
});
