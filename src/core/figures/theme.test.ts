import { describe, expect, test } from 'vitest';
import { rgbOf, shadesOf, type Rgb } from './shades.ts';
import { FIGURE_THEMES, SEQUENTIAL } from './theme.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `colour` with this opacity over a ground. */
function over(colour: Rgb, opacity: number, ground: Rgb): Rgb {
  return colour.map((channel, at) => channel * opacity + (ground[at] ?? 0) * (1 - opacity)) as Rgb;
}

describe.each(Object.values(FIGURE_THEMES))('$name', ({ diverging, background, hatch }) => {
  const ground = rgbOf(background);
  const contrasts = shadesOf(diverging, 201).map((shade) => contrast(shade, ground));

  test('0 recedes into the panel, and what is further from 0 is further from the panel', () => {
    expect(contrasts[100]).toBeLessThan(1.2);
    for (let away = 1; away <= 100; away++)
      for (const side of [-1, 1])
        expect(contrasts[100 + side * away], `${side * away} %`).toBeGreaterThanOrEqual(
          contrasts[100 + side * (away - 1)] ?? NaN,
        );
    expect(Math.min(contrasts[0] ?? 0, contrasts[200] ?? 0)).toBeGreaterThan(4.5);
  });

  test.each([
    ['diverging', diverging],
    ['sequential', SEQUENTIAL],
  ])('hatching is seen on every faded cell of the %s scale', (_, colours) => {
    const [, red, green, blue, alpha] = (/^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(hatch) ?? []).map(Number); // prettier-ignore
    for (const shade of shadesOf(colours, 51)) {
      const faded = over(shade, 0.35, ground);
      const line = over([red ?? NaN, green ?? NaN, blue ?? NaN], alpha ?? NaN, faded);
      expect(contrast(line, faded), `on ${shade.join(' ')}`).toBeGreaterThan(2);
    }
  });
});
