/** Writes the made-up studies of docs/reading-results.md: `node scripts/reading-results/write-sets.ts FOLDER`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvText } from '../../src/core/csv.ts';
import { type NeutralPair, nullStudies } from './sets.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder that the sets are to be written to');

mkdirSync(folder, { recursive: true });
for (const [name, { set, control }] of Object.entries(nullStudies())) {
  write(`${name}-set.csv`, set);
  write(`${name}-control.csv`, control);
}

function write(file: string, pairs: readonly NeutralPair[]): void {
  const rows = pairs.map(({ original, counterfactual, cluster = null, label }) => [
    original,
    counterfactual,
    cluster,
    label,
  ]);
  writeFileSync(
    join(folder ?? '', file),
    csvText([['original', 'counterfactual', 'cluster', 'label'], ...rows]),
  );
  console.log(`${file}: ${pairs.length} pairs`);
}
