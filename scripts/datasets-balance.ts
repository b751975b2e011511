/**
 * Prints how alike the two changes of each pair of the bundled sets are (counterfactual and neutral), by tokenizer, and
 * writes it into the sets' READMEs, with their tables of constructions. `node scripts/datasets-balance.ts`
 */
import { writeFileSync } from 'node:fs';
import { describeSet, readmePath } from './datasets/described.ts';
import { DESCRIBED_SETS } from './datasets/set-files.ts';

for (const name of DESCRIBED_SETS) {
  const { balance, readme } = await describeSet(name);
  writeFileSync(readmePath(name), readme);
  console.log(`${name}\n\n${balance}\n`);
}
