/** resources/models/manifest.json: the checkpoints that ship with Pairlens. scripts/models/ writes it. */
import { join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { readText } from '../files/read-text.ts';

const size = z.int().positive();
const bundledModel = z.object({
  name: z.string(),
  /** Below the folder of the manifest. */
  folder: z.string(),
  title: z.string(),
  architecture: z.string(),
  /** An attention-only model may have none. */
  layers: z.int().min(0),
  heads: size,
  dModel: size,
  maxPositions: size,
  parameters: size,
  dtype: z.string(),
  source: z.string(),
  revision: z.string().nullable(),
  licence: z.string(),
  /** By file name. */
  sha256: z.record(z.string(), z.string()),
});
export type BundledModel = z.output<typeof bundledModel>;

/** @param resources the folder `resources` */
export async function readManifest(resources: string): Promise<BundledModel[]> {
  const path = join(resources, 'models', 'manifest.json');
  const text = await readText(path);
  try {
    return z.object({ models: z.array(bundledModel) }).parse(JSON.parse(text)).models;
  } catch (error) {
    throw new PairlensError('MODEL_INVALID', `${path} is not a list of bundled models`, { path }, error);
  }
}
