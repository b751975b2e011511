import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeenTexts } from './seen-texts.ts';

test('a text is new once, as in a set of all texts', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 200 }), (texts) => {
      const seen = new SeenTexts();
      const all = new Set<string>();
      for (const text of texts) {
        expect(seen.isNew(text)).toBe(!all.has(text));
        all.add(text);
      }
    }),
  );
});

test('nothing is forgotten when there are more than there was room for', () => {
  const seen = new SeenTexts();
  const texts = Array.from({ length: 20_000 }, (_, index) => `text ${index}`);
  expect(texts.every((text) => seen.isNew(text))).toBe(true);
  expect(texts.some((text) => seen.isNew(text))).toBe(false);
});
