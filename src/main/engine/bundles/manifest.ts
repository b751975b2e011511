/** bundle.json: what a bundle holds, with the hash of its workspace. */
import { z } from 'zod';

export const MANIFEST_FILE = 'bundle.json';
/** A workspace of its own, with one run: `pairlens --store` opens it, and whatever reads SQLite. */
export const WORKSPACE_FILE = 'workspace.sqlite';

/** Of the bundle; what is in its workspace has the version of workspaces. */
const VERSION = 1;

export const bundleManifest = z.object({
  format: z.literal('pairlens-bundle'),
  version: z.literal(VERSION),
  /** The version of Pairlens that wrote it. */
  pairlens: z.string(),
  /** What the run was made from, as in run.json. */
  run: z.record(z.string(), z.unknown()),
  /** Whether it has the activations that the run keeps. */
  tensors: z.boolean(),
  /** Notes, pins and saved views that its workspace has besides; none in bundles of before, and where they were not wanted. */
  notes: z
    .object({ marks: z.int().min(0), views: z.int().min(0), sha256: z.string().regex(/^[\da-f]{64}$/) })
    .optional(),
  files: z.object({
    [WORKSPACE_FILE]: z.object({ bytes: z.int().min(0), sha256: z.string().regex(/^[\da-f]{64}$/) }),
  }),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

export function manifestOf(
  of: Pick<BundleManifest, 'pairlens' | 'run' | 'tensors' | 'notes' | 'files'>,
): BundleManifest {
  return { format: 'pairlens-bundle', version: VERSION, ...of };
}
