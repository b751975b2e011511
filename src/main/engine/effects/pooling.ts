/** How a model makes one vector of a sentence, as its folder says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Pooling } from '../../../core/effects/effects.ts';

/** Where sentence-transformers says it. */
const POOLING_FILE = join('1_Pooling', 'config.json');

const poolingConfig = z.object({
  pooling_mode_cls_token: z.boolean().nullish(),
  pooling_mode_mean_tokens: z.boolean().nullish(),
  pooling_mode_max_tokens: z.boolean().nullish(),
  pooling_mode_lasttoken: z.boolean().nullish(),
});

/** The mean over real tokens where nothing is said, or something that is not done here (weighted means, several at once). */
export function poolingOf(folder: string): Pooling {
  const config = readConfig(folder);
  if (config === null || config.pooling_mode_mean_tokens === true) return 'mean';
  if (config.pooling_mode_cls_token === true) return 'cls';
  if (config.pooling_mode_max_tokens === true) return 'max';
  return config.pooling_mode_lasttoken === true ? 'last' : 'mean';
}

function readConfig(folder: string): z.output<typeof poolingConfig> | null {
  try {
    return poolingConfig.parse(JSON.parse(readFileSync(join(folder, POOLING_FILE), 'utf8')));
  } catch {
    // Most models are no sentence encoders and have no such file.
    return null;
  }
}
