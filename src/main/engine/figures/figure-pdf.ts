/**
 * From SVG to PDF: shapes stay shapes, and text stays text that can be searched and copied, in fonts of which the file has
 * the letters that it needs.
 */
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import type { CarriedFont } from './fonts/figure-fonts.ts';
import { RECORD_KEYWORD } from './figure-record.ts';
import { infoText } from './pdf-info.ts';

/** Points of a pixel of CSS. */
const POINTS = 0.75;

const RIGHT_TO_LEFT = ' right-to-left';

/** What a part of a text in this font and direction has as its `font-family`. */
export function fontName(file: string, isRightToLeft: boolean): string {
  return isRightToLeft ? `${file}${RIGHT_TO_LEFT}` : file;
}

/**
 * Draws an SVG document on a page of its size.
 *
 * @param svg whose texts are set (see fonts/file-text.ts), in fonts by {@link fontName}
 * @param said what the file says of itself: Title, Description, Software, and the record
 */
export async function figurePdf(
  svg: string,
  fonts: readonly CarriedFont[],
  said: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = sizeOf(svg);
  const info = {
    Title: said['Title'] ?? '',
    Subject: said['Description'] ?? '',
    Creator: said['Software'] ?? '',
    Producer: said['Software'] ?? '',
    // The same figure is the same file, whenever it is drawn; what it was computed from is in the record.
    CreationDate: new Date(0),
    [RECORD_KEYWORD]: infoText(said[RECORD_KEYWORD] ?? ''),
  };
  const document = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info,
  });
  delete document.info.CreationDate;
  // Metadata in XML say the same again, in which PDFKit escapes nothing: a title with '<' would not be XML.
  Object.assign(document, { endMetadata: () => undefined });
  let isRightToLeft = false;
  for (const font of fonts) shapeByUs(document, font, () => isRightToLeft);
  const pieces: Buffer[] = [];
  const whole = new Promise<void>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.once('end', resolve);
    document.once('error', reject);
  });
  svgToPdf(document, svg, 0, 0, {
    // Asked for each text just before it is shaped.
    fontCallback(family) {
      isRightToLeft = family.endsWith(RIGHT_TO_LEFT);
      return isRightToLeft ? family.slice(0, -RIGHT_TO_LEFT.length) : family;
    },
    warningCallback: (message) => {
      throw new Error(`a figure as PDF: ${message}`);
    },
  });
  document.end();
  await whole;
  return new Uint8Array(Buffer.concat(pieces));
}

function sizeOf(svg: string): [number, number] {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return [Number(width), Number(height)];
}

/** A font as PDFKit has it: which glyphs go into the file, how wide they are, and what they say. */
interface PdfFont {
  readonly subset: { includeGlyph(glyph: number): number };
  readonly widths: (number | undefined)[];
  readonly unicode: (readonly number[] | undefined)[];
  encode(text: string): [glyphs: string[], positions: readonly object[]];
}

/** Of an em, in which PDF measures glyphs. */
const UNITS = 1000;

/**
 * Registers a font whose texts are shaped as those of all other files are, by HarfBuzz: with brackets turned round in Hebrew, letters
 * joined in Arabic and marks where they belong.
 */
function shapeByUs(
  document: PDFKit.PDFDocument,
  { file, data, glyphs: source }: CarriedFont,
  isRightToLeft: () => boolean,
): void {
  document.registerFont(file, Buffer.from(data)).font(file);
  const { _font: font } = document as unknown as { readonly _font: PdfFont };
  font.encode = (text) => {
    const { glyphs, width } = source.shape(text, isRightToLeft());
    return [
      glyphs.map(({ glyph, advance, text: says }) => {
        const number = font.subset.includeGlyph(glyph);
        font.widths[number] ??= advance * UNITS;
        font.unicode[number] ??= Array.from(says, (character) => character.codePointAt(0) ?? 0);
        return number.toString(16).padStart(4, '0');
      }),
      glyphs.map(({ x, y }, at) => ({
        // Each from the beginning of the text, so that nothing is added up; svg-to-pdfkit leaves out what has no width.
        xAdvance: at === glyphs.length - 1 ? width * UNITS : 0,
        yAdvance: 0,
        xOffset: x * UNITS,
        yOffset: -y * UNITS,
        advanceWidth: UNITS,
      })),
    ];
  };
}
