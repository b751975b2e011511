/**
 * Writes resources/datasets/ioi/pairs.csv from its templates and names: `node scripts/datasets-ioi.ts`. With a tokenizer.json
 * of GPT-NeoX-20B, which Pythia has, as an argument it writes what that makes of the names beside them (README.md of the set).
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvText } from '../src/core/csv.ts';
import { openTokenizer } from '../src/main/engine/tokenizers/tokenizer.ts';
import { NAMES } from './datasets/ioi/names.ts';
import { ioiPairs } from './datasets/ioi/pairs.ts';
import { datasets } from './datasets/set-files.ts';

const pairs = ioiPairs();
const columns = [
  'original',
  'counterfactual',
  'neutral',
  'answer',
  'wrong_answer',
  'cluster',
  'label',
] as const;
const path = join(datasets, 'ioi', 'pairs.csv');
writeFileSync(path, csvText([[...columns], ...pairs.map((pair) => columns.map((column) => pair[column]))]));
console.log(`${path}: ${pairs.length} pairs`);

const [file] = process.argv.slice(2);
if (file !== undefined) await writePythiaIds(file);

async function writePythiaIds(tokenizerFile: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pairlens-tokenizer-'));
  copyFileSync(tokenizerFile, join(folder, 'tokenizer.json'));
  writeFileSync(join(folder, 'tokenizer_config.json'), '{}');
  const tokenizer = await openTokenizer(folder, 50_432);
  rmSync(folder, { recursive: true });
  if (tokenizer === null) throw new Error(`${tokenizerFile} is no tokenizer`);
  const ids = Object.fromEntries(NAMES.map((name) => [name, tokenizer.encode(` ${name}`)]));
  const sha256 = createHash('sha256').update(readFileSync(tokenizerFile)).digest('hex');
  const ofFile = join(import.meta.dirname, 'datasets/ioi/pythia-ids.json');
  writeFileSync(ofFile, `${JSON.stringify({ sha256, ids })}\n`);
  console.log(`${ofFile}: of a tokenizer with sha256 ${sha256}`);
}
