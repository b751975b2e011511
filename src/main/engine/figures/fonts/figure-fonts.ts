/**
 * The fonts that one figure is drawn in: those that ship, and for what they lack those of the machine. Texts in fonts that
 * ship stay text in a file; others become outlines, for nobody knows where the file is opened, and what draws PNG files
 * joins letters of several fonts wrongly.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MeasureText } from '../../../../core/figures/text-width.ts';
import type { FontFace } from './character-map.ts';
import { GlyphSource } from './glyphs.ts';
import { chooseFaces, facesIn, fontFolders } from './machine-fonts.ts';
import { type ReadFont, shippedFonts } from './shipped-fonts.ts';
import { textRuns } from './text-runs.ts';

const SHAPELESS = /[\p{Default_Ignorable_Code_Point}\s]/u;

/** How a text is set. */
export interface TextSetting {
  readonly isMono: boolean;
  readonly weight: number;
  /** px */
  readonly size: number;
}

/** A font of which a file can have the letters that it needs. */
export interface CarriedFont {
  readonly file: string;
  readonly data: Uint8Array;
  readonly glyphs: GlyphSource;
  /** As `font-family` names it, of a font that ships. */
  readonly family?: string;
  readonly weight?: number;
}

/** A font of the machine; `data` is null where no file may or can have its letters. */
interface MachineFont {
  readonly file: string;
  readonly data: Uint8Array | null;
  readonly glyphs: GlyphSource;
}

/** A part of a line in one font and direction, from left to right as they are drawn. */
export interface SetRun {
  readonly text: string;
  readonly isRightToLeft: boolean;
  /** null where it has to be drawn. */
  readonly font: CarriedFont | null;
  /** px */
  readonly width: number;
  /** SVG of its outlines. @param x where it begins on the baseline */
  outline(this: void, x: number): string;
}

interface Line {
  /** SVG whose baseline begins at the origin. */
  readonly svg: string;
  /** px */
  readonly width: number;
}

export class FigureFonts {
  readonly shipped: readonly ReadFont[];
  readonly #machine: readonly MachineFont[];
  /** File names of the fonts of the machine. */
  readonly machineFonts: readonly string[];
  /** Characters that no font has, in order. */
  readonly missing: readonly string[];

  constructor(shipped: readonly ReadFont[], machine: readonly MachineFont[], characters: Iterable<string>) {
    this.shipped = shipped;
    this.#machine = machine;
    this.machineFonts = machine.map(({ file }) => file);
    this.missing = [...characters].filter((character) => !this.hasShape(character)).sort();
  }

  readonly hasShape = (character: string): boolean =>
    SHAPELESS.test(character) ||
    this.shipped.some(({ glyphs }) => glyphs.has(character)) ||
    this.#machine.some(({ glyphs }) => glyphs.has(character));

  /** Every font of which a file can have letters. */
  get carried(): CarriedFont[] {
    return [
      ...this.shipped,
      ...this.#machine.flatMap(({ data, ...font }) => (data === null ? [] : [{ ...font, data }])),
    ];
  }

  /** The width of a text as it will be drawn. */
  readonly measure: MeasureText = (text, font) => this.#shaped(text, settingOf(font)).width;

  /** The font that ships in which a viewer draws a character of a text; null where none that the text names has it. */
  namedFont(character: string, { isMono, weight }: Omit<TextSetting, 'size'>): ReadFont | null {
    return this.#named({ isMono, weight }).find((font) => font.glyphs.has(character)) ?? null;
  }

  /** Whether whoever opens the file can draw the text in the fonts it names: each letter and its marks in one of them. */
  isPlain(text: string, setting: Omit<TextSetting, 'size'>): boolean {
    const named = this.#named(setting).map(({ glyphs }) => glyphs);
    return textRuns<GlyphSource | null>(text, (grapheme) => fontWith(named, grapheme), null).every(
      ({ font }) => font !== null,
    );
  }

  /** A text as outlines. */
  outline(text: string, setting: TextSetting): Line {
    let x = 0;
    const svg = this.runs(text, setting)
      .map(({ outline, width }) => {
        const drawn = outline(x);
        x += width;
        return drawn;
      })
      .join('');
    return { svg, width: x };
  }

  /** A text as it is drawn, in parts. */
  runs(text: string, setting: TextSetting): SetRun[] {
    return this.#shaped(text, setting).runs.map(({ font, shaped, ...run }) => ({
      ...run,
      font: this.carried.find(({ glyphs }) => glyphs === font) ?? null,
      width: shaped.width * setting.size,
      outline: (x) => font.draw(shaped, x, 0, setting.size),
    }));
  }

  #shaped(text: string, setting: TextSetting) {
    const named = this.#named(setting);
    const others = this.shipped.filter((font) => !named.includes(font) && font.weight === 400);
    const fonts = [...named, ...others, ...this.#machine].map(({ glyphs }) => glyphs);
    const [first] = fonts;
    if (first === undefined) throw new RangeError('there are no fonts');
    const runs = textRuns(text, (grapheme) => fontWith(fonts, grapheme), first).map((run) => ({
      ...run,
      shaped: run.font.shape(run.text, run.isRightToLeft),
    }));
    return { runs, width: runs.reduce((sum, { shaped }) => sum + shaped.width, 0) * setting.size };
  }

  /** Those of the font stacks of core/figures/theme. */
  #named({ isMono, weight }: Omit<TextSetting, 'size'>): ReadFont[] {
    const families = isMono
      ? (['JetBrains Mono', 'Noto Sans Hebrew', 'Inter'] as const)
      : (['Inter', 'Noto Sans Hebrew'] as const);
    return families.flatMap((family) =>
      this.shipped
        .filter((font) => font.family === family)
        .toSorted((a, b) => Math.abs(a.weight - weight) - Math.abs(b.weight - weight))
        .slice(0, 1),
    );
  }
}

function fontWith(fonts: readonly GlyphSource[], grapheme: string): GlyphSource | null {
  const seen = Array.from(grapheme).filter((character) => !SHAPELESS.test(character));
  return fonts.find((font) => seen.every((character) => font.has(character))) ?? null;
}

/** What a font of CSS says of a text's setting: '600 11px JetBrains Mono'. */
export function settingOf(font: string): TextSetting {
  return {
    isMono: font.includes('Mono'),
    weight: Number(/\b([1-9]00)\b/.exec(font)?.[1] ?? 400),
    size: Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? '12'),
  };
}

/**
 * The fonts for some texts. Those of the machine are looked through only when a text needs it.
 * @param resources the folder that has fonts/
 * @throws PairlensError FILE_NOT_FOUND when a font that ships is missing
 */
export async function openFigureFonts(
  resources: string,
  texts: string,
  folders: readonly string[] = fontFolders(),
): Promise<FigureFonts> {
  const shipped = await shippedFonts(resources);
  const characters = new Set(Array.from(texts).filter((character) => !SHAPELESS.test(character)));
  const plain = new FigureFonts(shipped, [], characters);
  if (plain.missing.length === 0) return plain;
  const opened = new Map<FontFace, MachineFont>();
  const open = async (face: FontFace): Promise<MachineFont> => {
    const known = opened.get(face);
    if (known !== undefined) return known;
    const data = await readFile(face.path);
    const glyphs = new GlyphSource(data, face.index);
    const font = { file: basename(face.path), data: face.canBeEmbedded ? data : null, glyphs };
    opened.set(face, font);
    return font;
  };
  const chosen = await chooseFaces(await facesIn(folders), plain.missing, async (face, character) =>
    (await open(face)).glyphs.canDraw(character),
  );
  return new FigureFonts(
    shipped,
    chosen.flatMap((face) => opened.get(face) ?? []),
    characters,
  );
}
