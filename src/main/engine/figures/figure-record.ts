/** What the file of a figure carries of itself: where it comes from, and what draws it again. */
import { z } from 'zod';
import { codeOf } from '../../../core/figures/visible-text.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureTheme, type ThemeName } from '../../../shared/figures.ts';
import { parseJson } from '../files/parse-json.ts';
import type { FigureProvenance } from './figure-kind.ts';
import type { FigureFonts } from './fonts/figure-fonts.ts';
import { isPdf, readInfoText } from './pdf-info.ts';
import { isPng, readTextChunks } from './png-text.ts';
import { unescapeXml } from '../../../core/figures/xml.ts';

/** The keyword of the PNG chunk, and of the PDF's information, that has the record, as JSON; in an SVG it is the content of `metadata`. */
export const RECORD_KEYWORD = 'Comment';

export interface FigureRecord extends FigureProvenance {
  /** The specification. */
  readonly figure: { readonly kind: string };
  /** Of a figure that is not light. */
  readonly theme?: ThemeName;
  /** Fonts of the machine that it is drawn in, by the names of their files, where those that ship do not do. */
  readonly fonts?: readonly string[];
  /** Codes of characters that no font had. */
  readonly without_font?: readonly string[];
}

export function figureRecord(
  provenance: FigureProvenance,
  spec: { readonly kind: string },
  theme: ThemeName,
  { machineFonts, missing }: Pick<FigureFonts, 'machineFonts' | 'missing'> = {
    machineFonts: [],
    missing: [],
  },
): FigureRecord {
  return {
    ...provenance,
    figure: spec,
    ...(theme !== 'light' && { theme }),
    ...(machineFonts.length > 0 && { fonts: machineFonts }),
    ...(missing.length > 0 && { without_font: missing.map(codeOf) }),
  };
}

/** A figure that a file describes, as far as it can be told without the schema of its kind. */
export interface DescribedFigure {
  readonly spec: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly theme: ThemeName;
  /** Where the figure in the file comes from; empty where the file does not say. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

const specification = z.looseObject({ kind: z.string() });
const record = z.looseObject({ figure: specification, theme: figureTheme.default('light') });

/**
 * What an SVG, PNG or PDF of Pairlens carries. A JSON file can say the same, or be the specification alone.
 * @param source what the file is called in errors
 * @throws PairlensError BAD_REQUEST where there is no specification in it
 */
export function readFigureRecord(content: Uint8Array, source: string): DescribedFigure {
  const text = new TextDecoder().decode(content);
  const isJson = text.trimStart().startsWith('{');
  const said = isJson ? parseJson(text, source, 'BAD_REQUEST') : carriedRecord(content, text);
  const alone = specification.safeParse(said);
  if (alone.success) return { spec: alone.data, theme: 'light', provenance: {} };
  const whole = record.safeParse(said);
  if (!whole.success)
    throw new PairlensError(
      'BAD_REQUEST',
      isJson
        ? `${source} has no specification of a figure: an object with its kind`
        : `${source} carries no specification of a figure: it was not drawn by Pairlens, or a program that has saved it since has left it out`,
      { source },
    );
  const { figure: spec, theme, ...provenance } = whole.data;
  return { spec, theme, provenance };
}

const fontFacts = z.object({
  fonts: z.array(z.string()).default([]),
  without_font: z.array(z.string()).default([]),
});

/**
 * What the file of a figure says of its fonts: those of the machine that it is drawn in, and the codes of characters that none had.
 * @throws PairlensError as {@link readFigureRecord}
 */
export function fontsOfFigure(
  content: Uint8Array,
  source: string,
): { readonly fonts: string[]; readonly withoutFont: string[] } {
  const { fonts, without_font: withoutFont } = fontFacts.parse(readFigureRecord(content, source).provenance);
  return { fonts, withoutFont };
}

/** The record in a figure; null where there is none. */
function carriedRecord(content: Uint8Array, text: string): unknown {
  try {
    return JSON.parse(carriedText(content, text) ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function carriedText(content: Uint8Array, text: string): string | undefined {
  if (isPng(content)) return readTextChunks(content).get(RECORD_KEYWORD);
  if (isPdf(content)) return readInfoText(content, RECORD_KEYWORD);
  const [, metadata = ''] = /<(?:svg:)?metadata\b[^>]*>([^]*?)<\/(?:svg:)?metadata\s*>/.exec(text) ?? [];
  return unescapeXml(metadata);
}

/** Whether what has been drawn comes from the same weights, texts and whatever else has a hash as what is there now. */
export function hasHashesOf(
  drawn: Readonly<Record<string, unknown>>,
  present: Readonly<Record<string, unknown>>,
): boolean {
  const hashes = new Map(hashesOf(present));
  return hashesOf(drawn).every(([name, hash]) => hashes.get(name) === hash);
}

/** [name, hash] of every field that is called a SHA-256, such as 'model.weights_sha256'. */
function hashesOf(facts: object, within = ''): [string, unknown][] {
  return Object.entries<unknown>({ ...facts }).flatMap(([name, value]): [string, unknown][] => {
    if (name.endsWith('sha256')) return [[`${within}${name}`, value]];
    return typeof value === 'object' && value !== null ? hashesOf(value, `${within}${name}.`) : [];
  });
}
