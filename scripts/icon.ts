/** Draws build/icon.png from build/icon.svg: `node scripts/icon.ts`. */
import { Resvg } from '@resvg/resvg-js';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'build');
const svg = readFileSync(join(folder, 'icon.svg'));
writeFileSync(
  join(folder, 'icon.png'),
  new Resvg(svg, { fitTo: { mode: 'width', value: 1024 } }).render().asPng(),
);
