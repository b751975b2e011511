import { describe, expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import { tokenHeatmap } from '../../../core/figures/token-heatmap.ts';
import { resourcesDir } from '../paths.ts';
import { figurePng } from './figure-png.ts';
import { figureRecord, hasHashesOf, readFigureRecord } from './figure-record.ts';
import { figureSvg } from './figure-svg.ts';

/** A group may be called anything. */
const spec = { kind: 'head-grid', group: `<a> & "b" 'c' </metadata> \u0001 שלום` };
const provenance = { pairlens: '0.1.0', set: { name: 'x', sha256: 'abc' } };
const record = figureRecord(provenance, spec, 'dark');
const theme = FIGURE_THEMES.dark;
const figure = tokenHeatmap(
  { title: 'T', quantity: 'attention', values: [1], labels: ['a'], caption: '' },
  theme,
);
const svg = figureSvg(figure, theme, record);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const described = { spec, theme: 'dark', provenance };

test('an SVG gives back what was written into it, also saved anew by a program that writes it in its own way', () => {
  expect(readFigureRecord(bytes(svg), 'a.svg')).toEqual(described);
  const anew = svg
    .replace('<metadata>', '<metadata\n   id="metadata1">\n  ')
    .replace('</metadata>', '\n  </metadata >')
    .replaceAll('&quot;', '&#34;')
    .replaceAll('&lt;', '&#x3C;');
  expect(readFigureRecord(bytes(anew), 'a.svg')).toEqual(described);
});

test('so does a PNG', () => {
  const png = figurePng(svg, resourcesDir(), { Title: 'T', Comment: JSON.stringify(record) });
  expect(readFigureRecord(png, 'a.png')).toEqual(described);
});

test('JSON is a record, or a specification alone', () => {
  expect(readFigureRecord(bytes(JSON.stringify(record)), 'a.json')).toEqual(described);
  expect(readFigureRecord(bytes(` ${JSON.stringify(spec)}\n`), 'a.json')).toEqual({
    spec,
    theme: 'light',
    provenance: {},
  });
});

describe('no specification', () => {
  const png = figurePng(svg, resourcesDir(), { Comment: 'holiday' });
  test.each([
    [
      'an SVG without metadata',
      bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /carries no specification/,
    ],
    [
      'an SVG with other metadata',
      bytes('<svg><metadata><rdf/></metadata></svg>'),
      /carries no specification/,
    ],
    ['a PNG with another comment', png, /carries no specification/],
    ['a PNG that is cut short', png.subarray(0, 60), /carries no specification/],
    ['neither', bytes('dear diary'), /carries no specification/],
    ['JSON of something else', bytes('{"a": 1}'), /has no specification of a figure/],
    ['broken JSON', bytes('{"kind": '), /a\.file is not JSON/],
  ])('%s', (_what, content, message) => {
    expect(() => readFigureRecord(content, 'a.file')).toThrow(message);
  });
});

test('what comes from the same weights and texts has the same hashes; what a file does not say is not compared', () => {
  const present = { model: { name: 'a', weights_sha256: '1' }, set: { sha256: '2' }, control_set: null };
  expect(hasHashesOf({ ...present, model: { name: 'renamed', weights_sha256: '1' } }, present)).toBe(true);
  expect(hasHashesOf({}, present)).toBe(true);
  expect(hasHashesOf({ model: { weights_sha256: '9' } }, present)).toBe(false);
  expect(hasHashesOf({ control_set: { sha256: '3' } }, present)).toBe(false);
});
