/** The sentence sets that ship with the program, in resources/datasets. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BundledSet } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { importSet } from './import.ts';
import type { PairContent } from './pair-content.ts';

const manifestEntry = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  /** Relative to the manifest. */
  file: z.string(),
  pairCount: z.int().positive(),
  /** In the order in which they first appear. */
  labels: z.array(z.object({ label: z.string(), pairs: z.int().positive() })),
  /** Of the file, in hexadecimal. */
  sha256: z.string(),
  /** sentenceSetHash of its pairs: what a run on the unedited set records. */
  setHash: z.string(),
});
const manifest = z.object({ sets: z.array(manifestEntry) });
export type BundledSetEntry = z.infer<typeof manifestEntry>;

/** The manifest's entries, in its order. `resources` is the folder that has datasets/manifest.json. */
export function bundledSetEntries(resources: string): BundledSetEntry[] {
  const path = join(resources, 'datasets', 'manifest.json');
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).sets;
}

/** What ships, as the contract tells it. */
export function bundledSets(resources: string): BundledSet[] {
  return bundledSetEntries(resources).map(({ name, title, description, pairCount, labels }) => ({
    name,
    title,
    description,
    pairCount,
    labels,
  }));
}

/**
 * The pairs of a bundled set.
 * @throws PairlensError NOT_FOUND for a name that does not ship, SET_INVALID when the file is not the one that shipped
 */
export function bundledPairs(resources: string, name: string): readonly PairContent[] {
  const entries = bundledSetEntries(resources);
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const known = entries.map((candidate) => candidate.name).join(', ');
    throw new PairlensError('NOT_FOUND', `no bundled sentence set ${name}; there are ${known}`, { name });
  }
  const path = join(resources, 'datasets', entry.file);
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) {
    throw new PairlensError('SET_INVALID', `${path} is not the file that the manifest lists`, { path });
  }
  return importSet(entry.file, bytes).pairs;
}
