/**
 * Brings resources/texts/manifest.json and the tables of its READMEs up to date with the files: counts, labels, lengths and
 * hashes are computed from them; name, title, description and file stay as they are written there.
 * `node scripts/texts-manifest.ts`, after `python scripts/texts/everyday.py CORPORA`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlock } from './datasets/readme.ts';
import { describe, folder, lengthTables } from './texts/described.ts';

interface Named {
  name: 'everyday-english' | 'everyday-hebrew';
  title: string;
  description: string;
  file: string;
}

const path = join(folder, 'manifest.json');
const manifest = JSON.parse(readFileSync(path, 'utf8')) as { sets: Named[] };
const sets = [];
for (const { name, title, description, file } of manifest.sets) {
  const { texts, ...counted } = describe(file);
  sets.push({ name, title, description, file, ...counted });
  const readme = join(folder, name, 'README.md');
  const tables = await lengthTables(name, { texts, ...counted });
  writeFileSync(readme, withBlock(readFileSync(readme, 'utf8'), 'counts', tables));
  console.log(`${name}: ${counted.textCount} texts, ${counted.setHash}`);
}
writeFileSync(path, `${JSON.stringify({ sets }, null, 2)}\n`);
