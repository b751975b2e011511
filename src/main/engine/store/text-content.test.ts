import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type TextContent, textSetHash } from './text-content.ts';

const text = (label: string | null, content: string): TextContent => ({ label, text: content, ids: null });
const ids = (label: string | null, tokens: number[]): TextContent => ({ label, text: null, ids: tokens });

test('the hash of a set is sha256 of the canonical text that the docstring describes', () => {
  const canonical =
    'pairlens text set 1\n' + '["poem","Él dijo \\"nunca\\" 😀",null]\n' + '[null,null,[101,7]]\n';
  expect(textSetHash([text('poem', 'Él dijo "nunca" 😀'), ids(null, [101, 7])])).toBe(
    createHash('sha256').update(canonical, 'utf8').digest('hex'),
  );
});

test('the hash of no texts', () => {
  // printf 'pairlens text set 1\n' | sha256sum
  expect(textSetHash([])).toBe('9384e3aa9e465fd50e279494acb0fd8e8ffe086f371a212d9f3254ef1e5e9f38');
});

test.each([
  ['order', [text(null, 'a'), text(null, 'b')], [text(null, 'b'), text(null, 'a')]],
  ['labels', [text(null, 'a')], [text('', 'a')]],
  ['text and ids', [text(null, '1')], [ids(null, [1])]],
  ['where one text ends', [text(null, 'a'), text(null, 'b')], [text(null, 'a\nb')]],
])('%s count in the hash', (_what, one, other) => {
  expect(textSetHash(one)).not.toBe(textSetHash(other));
});
