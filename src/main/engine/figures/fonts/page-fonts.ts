/** The fonts that ship, for a page that is read away from Pairlens: with the letters that it has, and no others. */
import { fontRule } from './file-text.ts';
import { shippedFonts } from './shipped-fonts.ts';

const HEBREW = /\p{Script=Hebrew}/u;

/**
 * @param text all that the page says
 * @param resources the folder that has fonts/
 * @returns rules of CSS; letters that no font has are drawn in what the reader's machine has
 */
export async function pageFonts(text: string, resources: string): Promise<string> {
  const letters = new Set(text);
  const hasHebrew = HEBREW.test(text);
  const fonts = (await shippedFonts(resources)).filter(
    ({ family }) => hasHebrew || family !== 'Noto Sans Hebrew',
  );
  const rules: string[] = [];
  for (const font of fonts) rules.push(await fontRule(font, letters));
  return rules.join('\n');
}
