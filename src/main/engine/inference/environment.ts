import { createRequire } from 'node:module';
import { z } from 'zod';

const packageFile = z.object({ version: z.string() });

/** What computes the models; results record it. */
export const modelEnvironment = {
  /** Version of ONNX Runtime. */
  ortVersion: packageFile.parse(createRequire(import.meta.url)('onnxruntime-node/package.json')).version,
} as const;
