/**
 * Brings resources/datasets/manifest.json up to date with the files it lists: counts, labels and hashes are computed
 * from them; name, title, description and file stay as they are written there. `node scripts/datasets-manifest.ts`
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSet } from '../src/main/engine/sets/import.ts';
import { sentenceSetHash } from '../src/main/engine/sets/pair-content.ts';

interface DescribedSet {
  name: string;
  title: string;
  description: string;
  file: string;
}

const folder = join(import.meta.dirname, '..', 'resources', 'datasets');
const path = join(folder, 'manifest.json');
const manifest = JSON.parse(readFileSync(path, 'utf8')) as { sets: DescribedSet[] };

const sets = manifest.sets.map(({ name, title, description, file }) => {
  const bytes = readFileSync(join(folder, file));
  const { pairs, problems, duplicates, blanks } = importSet(file, bytes);
  if (problems.length + duplicates.count + blanks.count > 0) {
    throw new Error(`${file} is not clean: ${JSON.stringify({ problems, duplicates, blanks })}`);
  }
  const counts = new Map<string, number>();
  for (const { label } of pairs) {
    if (label === null) throw new Error(`${file} has a pair without label`);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return {
    name,
    title,
    description,
    file,
    pairCount: pairs.length,
    labels: Array.from(counts, ([label, count]) => ({ label, pairs: count })),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    setHash: sentenceSetHash(pairs),
  };
});
writeFileSync(path, `${JSON.stringify({ sets }, null, 2)}\n`);
for (const { name, pairCount, setHash } of sets) console.log(`${name}: ${pairCount} pairs, ${setHash}`);
