/** From SVG to PNG with the fonts that ship; every part of a text comes with its place, or as outlines (fonts/file-text.ts). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { PairlensError } from '../../../shared/errors.ts';
import { STANDARD_SCALE } from '../../../shared/figures.ts';
import { SHIPPED_FONTS } from './fonts/shipped-fonts.ts';
import { withTextChunks } from './png-text.ts';

/**
 * Draws an SVG document.
 *
 * @param resources the folder that has fonts/
 * @param description what the file says of itself: text by PNG keyword ('Title', 'Description', …)
 * @param scale pixels of the file for each pixel of the screen
 * @throws PairlensError FILE_NOT_FOUND when a font is missing (resvg would leave its text out)
 */
export function figurePng(
  svg: string,
  resources: string,
  description: Readonly<Record<string, string>>,
  scale = STANDARD_SCALE,
): Uint8Array<ArrayBuffer> {
  const fontFiles = SHIPPED_FONTS.map(({ file }) => join(resources, 'fonts', file));
  for (const path of fontFiles)
    if (!existsSync(path)) throw new PairlensError('FILE_NOT_FOUND', `the font ${path} is missing`, { path });
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
      monospaceFamily: 'JetBrains Mono',
    },
  }).render();
  return Uint8Array.from(withTextChunks(image.asPng(), description));
}
