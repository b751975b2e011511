/** The files of the bundled sets as they are written, with their columns `neutral` and `cluster`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

export const datasets = join(import.meta.dirname, '..', '..', 'resources', 'datasets');

const row = z.object({
  original: z.string().min(1),
  counterfactual: z.string().min(1),
  neutral: z.string().min(1),
  cluster: z.string().min(1),
  label: z.string().min(1),
});
/** A pair with the change of the same original that should not matter, its source sentence and its construction. */
export type Triple = z.infer<typeof row>;

/** The sets whose pairs have a neutral. */
export const SETS_WITH_NEUTRALS = ['negation', 'negation-hebrew', 'role-swap', 'minimal-pairs'] as const;
export type SetWithNeutrals = (typeof SETS_WITH_NEUTRALS)[number];

/** Those whose README has their constructions and balance; the pairs of `ioi` are made, not written one by one. */
export const DESCRIBED_SETS = [...SETS_WITH_NEUTRALS, 'ioi'] as const;
export type DescribedSetName = (typeof DESCRIBED_SETS)[number];

/**
 * The pairs of a set, in the order of its file.
 * @throws ZodError for a row that lacks one of the five columns or has an empty field
 */
export function readTriples(name: DescribedSetName): Triple[] {
  const text = readFileSync(join(datasets, name, 'pairs.csv'), 'utf8');
  return z.array(row).parse(parse(text, { columns: true }));
}
