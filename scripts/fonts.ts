/**
 * The fonts of saved figures without their ligatures: node scripts/fonts.ts FOLDER. Inter and JetBrains Mono draw <| and ->
 * as signs of their own, and what draws PNG files cannot be told not to; so the files lack the features, and every other one
 * stays. FOLDER has the files as the packages in resources/fonts/README.md ship them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Blob as FontData, Face } from 'harfbuzzjs';
import subsetFont from 'subset-font';
import { resourcesDir } from '../src/main/engine/paths.ts';

const FILES = ['Inter-Regular.ttf', 'Inter-Medium.ttf', 'Inter-SemiBold.ttf', 'JetBrainsMono-Regular.ttf'];
const LIGATURES = new Set(['liga', 'calt', 'clig', 'dlig', 'rlig', 'hlig']);

const [from] = process.argv.slice(2);
if (from === undefined) throw new Error('usage: node scripts/fonts.ts FOLDER');
for (const file of FILES) {
  const font = await readFile(join(from, file));
  const face = new Face(new FontData(font));
  const features = (['GSUB', 'GPOS'] as const).flatMap((table) => face.getTableFeatureTags(table));
  const kept = [...new Set(features)].filter((feature) => !LIGATURES.has(feature));
  // Nothing is left out but the features.
  const plain = await subsetFont(font, undefined, {
    keepAllGlyphs: true,
    keepFeatures: kept,
    preserveNameIds: Array.from({ length: 26 }, (_, id) => id),
    targetFormat: 'truetype',
  });
  await writeFile(join(resourcesDir(), 'fonts', file), plain);
}
