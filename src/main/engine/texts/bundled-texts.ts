/** The text sets that ship with the program, in resources/texts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { type BundledTextSet, textLabelCount } from '../../../shared/texts.ts';
import type { TextContent } from '../store/text-content.ts';
import { readTexts } from './read-texts.ts';

const manifestEntry = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  /** Relative to the manifest. */
  file: z.string(),
  textCount: z.int().positive(),
  /** In the order in which they first appear. */
  labels: z.array(textLabelCount),
  /** Of the file, in hexadecimal. */
  sha256: z.string(),
  /** textSetHash of its texts: what an analysis of the unedited set records. */
  setHash: z.string(),
});
const manifest = z.object({ sets: z.array(manifestEntry) });
export type BundledTextEntry = z.infer<typeof manifestEntry>;

/** The manifest's entries, in its order. `resources` is the folder that has texts/manifest.json. */
export function bundledTextEntries(resources: string): BundledTextEntry[] {
  const path = join(resources, 'texts', 'manifest.json');
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).sets;
}

/** What ships, as the contract tells it. */
export function bundledTextSets(resources: string): BundledTextSet[] {
  return bundledTextEntries(resources).map(({ name, title, description, textCount, labels }) => ({
    name,
    title,
    description,
    textCount,
    labels,
  }));
}

/**
 * The texts of a bundled set.
 * @throws PairlensError NOT_FOUND for a name that does not ship, SET_INVALID when the file is not the one that shipped
 */
export function bundledTexts(resources: string, name: string): readonly TextContent[] {
  const entries = bundledTextEntries(resources);
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const known = entries.map((candidate) => candidate.name).join(', ');
    throw new PairlensError('NOT_FOUND', `no bundled text set ${name}; there are ${known}`, { name });
  }
  const path = join(resources, 'texts', entry.file);
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) {
    throw new PairlensError('SET_INVALID', `${path} is not the file that the manifest lists`, { path });
  }
  return readTexts(entry.file, bytes).texts;
}
