/** The texts of a figure's SVG: in which fonts they are drawn, wherever the file is opened. */
import subsetFont from 'subset-font';
import { Recent } from '../../pairs/recent.ts';
import { unescapeXml, escapeXml } from '../../../../core/figures/xml.ts';
import type { CarriedFont, FigureFonts, SetRun, TextSetting } from './figure-fonts.ts';
import type { ReadFont } from './shipped-fonts.ts';

/** As figure-svg.ts and ECharts write them: attributes and text, nothing within. */
const TEXT = /<text([^>]*)>([^<]*)<\/text>/g;

/** From the middle of an em, where `dominant-baseline: central` lays a text, down to its baseline. In both fonts. */
const CENTRAL = 0.36;

/**
 * What figures need of a font's features: places of letters and of marks beside each other. Alternates and ligatures, which
 * figures switch off, would make each subset three times as large and eleven times as slow.
 */
const FEATURES = ['ccmp', 'kern', 'locl', 'mark', 'mkmk'];

/** The document with texts as outlines that no viewer can be trusted to draw. */
export function outlineTexts(svg: string, fonts: FigureFonts): string {
  return svg.replace(TEXT, (whole, attributes: string, escaped: string) => {
    const text = unescapeXml(escaped);
    const setting = settingIn(attributes);
    if (fonts.isPlain(text, setting)) return whole;
    const { svg: outlines, width } = fonts.outline(text, setting);
    return `<g role="img" aria-label="${escapeXml(text)}" ${placed(attributes, setting, width)}>${outlines}</g>`;
  });
}

/**
 * The document with every text in parts of one font, each at its place, from left to right: for what draws text without
 * looking for fonts or for directions.
 * @param attributesOf a part and the font that it is in: those by which it is drawn; null to have it as outlines
 */
export function setTexts(
  svg: string,
  fonts: FigureFonts,
  attributesOf: (font: CarriedFont, run: SetRun) => string | null,
): string {
  return svg.replace(TEXT, (_, attributes: string, escaped: string) => {
    const setting = settingIn(attributes);
    const runs = fonts.runs(unescapeXml(escaped), setting);
    let x = 0;
    const parts = runs.map((run) => {
      const named = run.font === null ? null : attributesOf(run.font, run);
      const part =
        named === null
          ? run.outline(x)
          : `<text x="${x.toFixed(2)}" ${named} font-size="${setting.size}" xml:space="preserve">${escapeXml(run.text)}</text>`;
      x += run.width;
      return part;
    });
    return `<g ${placed(attributes, setting, x)}>${parts.join('')}</g>`;
  });
}

/** Attributes of a group whose origin is where the baseline of a text begins. @param width of the text, px */
function placed(attributes: string, { size }: TextSetting, width: number): string {
  const value = (name: string) => valueOf(attributes, name);
  const anchor = { start: 0, middle: -width / 2, end: -width }[value('text-anchor') ?? 'start'] ?? 0;
  const x = Number(value('x') ?? 0) + anchor;
  const y = Number(value('y') ?? 0) + (value('dominant-baseline') === 'central' ? CENTRAL * size : 0);
  const place = `${value('transform') ?? ''} translate(${x.toFixed(2)} ${y.toFixed(2)})`.trim();
  const opacity = value('fill-opacity') ?? value('opacity');
  return `transform="${place}" fill="${value('fill') ?? '#000'}"${opacity === undefined ? '' : ` fill-opacity="${opacity}"`}`;
}

/** The document with those letters of the fonts that ship which it draws as text. */
export async function embedFonts(svg: string, fonts: FigureFonts): Promise<string> {
  const letters = new Map<ReadFont, Set<string>>();
  for (const [, attributes = '', escaped = ''] of svg.matchAll(TEXT))
    for (const character of unescapeXml(escaped)) {
      const font = fonts.namedFont(character, settingIn(attributes));
      if (font === null) continue;
      letters.set(font, (letters.get(font) ?? new Set()).add(character));
    }
  const rules = ['text{font-variant-ligatures:none}'];
  for (const font of fonts.shipped) {
    const used = letters.get(font);
    if (used === undefined) continue;
    rules.push(await fontRule(font, used));
  }
  return svg.replace('</metadata>', () => `</metadata>\n<style>${rules.join('\n')}</style>`);
}

/** `@font-face` with those letters of a font. */
export async function fontRule(font: ReadFont, letters: ReadonlySet<string>): Promise<string> {
  const data = await subsetOf(font, [...letters].sort().join(''));
  return `@font-face{font-family:'${font.family}';font-weight:${font.weight};src:url(data:font/woff2;base64,${data})format('woff2')}`;
}

/** Of each font, those that were made last: the figures of an export have mostly the same letters. */
const subsets = new WeakMap<ReadFont, Recent<string>>();
/** Characters, of some 10,000 for a subset. */
const KEPT_OF_A_FONT = 200_000;

/** Those letters of a font as WOFF2, in base64. */
function subsetOf(font: ReadFont, letters: string): Promise<string> {
  const known = subsets.get(font) ?? new Recent(KEPT_OF_A_FONT, (data) => data.length);
  subsets.set(font, known);
  return known.get(letters, async () => {
    const subset = await subsetFont(font.data, letters, { targetFormat: 'woff2', keepFeatures: FEATURES });
    return Buffer.from(subset).toString('base64');
  });
}

function settingIn(attributes: string): TextSetting {
  const family = valueOf(attributes, 'font-family') ?? '';
  return {
    isMono: family.includes('Mono'),
    weight: Number(valueOf(attributes, 'font-weight') ?? 400),
    size: Number.parseFloat(valueOf(attributes, 'font-size') ?? '12'),
  };
}

/** Of an attribute, or of a property within `style`. */
function valueOf(attributes: string, name: string): string | undefined {
  const [, attribute] = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes) ?? [];
  if (attribute !== undefined) return attribute;
  const [, style = ''] = /(?:^|\s)style="([^"]*)"/.exec(attributes) ?? [];
  return new RegExp(`(?:^|;)${name}:([^;]*)`).exec(style)?.[1];
}
