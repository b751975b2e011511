import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Scheme = 'light' | 'dark';

function colour(name: string, scheme: Scheme): string {
  const match = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const value = match?.[scheme === 'light' ? 1 : 2];
  if (value === undefined) throw new Error(`tokens.css has no colour ${name}`);
  return value;
}

/** WCAG 2.2, relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test('contrast of black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
});

describe.each<Scheme>(['light', 'dark'])('%s', (scheme) => {
  test.each([
    ...['background', 'panel', 'soft', 'accent-soft', 'error-soft'].map((surface) => ['text', surface]),
    ...['background', 'panel', 'soft', 'error-soft'].map((surface) => ['muted', surface]),
    ...['background', 'panel', 'accent-soft'].map((surface) => ['accent', surface]),
    ...['panel', 'amber-soft'].map((surface) => ['amber', surface]),
    ...['background', 'panel', 'soft', 'error-soft'].map((surface) => ['error', surface]),
    ['on-accent', 'accent'],
  ] as [string, string][])('%s on %s can be read', (text, surface) => {
    expect(contrast(colour(text, scheme), colour(surface, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test('the border of a field can be seen', () => {
    expect(contrast(colour('line-strong', scheme), colour('panel', scheme))).toBeGreaterThanOrEqual(3);
  });
});
