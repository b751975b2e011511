/** The fonts that ship with Pairlens, in which figures are drawn as far as they go. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PairlensError } from '../../../../shared/errors.ts';
import { isMissingFile } from '../../files/failures.ts';
import { GlyphSource } from './glyphs.ts';

export interface ShippedFont {
  readonly file: string;
  /** As `font-family` names it. */
  readonly family: 'Inter' | 'JetBrains Mono' | 'Noto Sans Hebrew';
  readonly weight: number;
}

export const SHIPPED_FONTS: readonly ShippedFont[] = [
  { file: 'Inter-Regular.ttf', family: 'Inter', weight: 400 },
  { file: 'Inter-Medium.ttf', family: 'Inter', weight: 500 },
  { file: 'Inter-SemiBold.ttf', family: 'Inter', weight: 600 },
  { file: 'JetBrainsMono-Regular.ttf', family: 'JetBrains Mono', weight: 400 },
  { file: 'NotoSansHebrew-Regular.ttf', family: 'Noto Sans Hebrew', weight: 400 },
];

/** A font that has been read. */
export interface ReadFont extends ShippedFont {
  readonly data: Uint8Array;
  readonly glyphs: GlyphSource;
}

const read = new Map<string, Promise<readonly ReadFont[]>>();

/**
 * Reads them, once in the life of a process.
 * @param resources the folder that has fonts/
 * @throws PairlensError FILE_NOT_FOUND when one is missing
 */
export function shippedFonts(resources: string): Promise<readonly ReadFont[]> {
  const known = read.get(resources);
  if (known !== undefined) return known;
  const reading = Promise.all(SHIPPED_FONTS.map((font) => readFont(resources, font)));
  read.set(resources, reading);
  reading.catch(() => read.delete(resources));
  return reading;
}

async function readFont(resources: string, font: ShippedFont): Promise<ReadFont> {
  const path = join(resources, 'fonts', font.file);
  try {
    const data = await readFile(path);
    return { ...font, data, glyphs: new GlyphSource(data) };
  } catch (error) {
    if (!isMissingFile(error)) throw error;
    throw new PairlensError('FILE_NOT_FOUND', `the font ${path} is missing`, { path }, error);
  }
}
