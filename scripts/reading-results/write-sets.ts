/** Writes the made-up studies of docs/reading-results.md: `node scripts/reading-results/write-sets.ts FOLDER`. */
import { writeNullStudies } from './sets.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder that the sets are to be written to');
for (const [file, pairs] of Object.entries(writeNullStudies(folder))) console.log(`${file}: ${pairs} pairs`);
