/** Activations kept for being put into another run. */
import type { Activation } from '../inference/hooked-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { LoadedModel } from '../models/library.ts';
import { type RealTokens, realTokens } from './real-tokens.ts';

/** What a model computed of a batch, nothing replaced. */
export interface Recording {
  readonly tokens: RealTokens;
  readonly activations: ReadonlyMap<string, Activation>;
}

/** @throws PairlensError as LoadedModel.run */
export async function record(
  model: Pick<LoadedModel, 'run' | 'dimensions'>,
  batch: TokenBatch,
  hooks: readonly string[],
): Promise<Recording> {
  return {
    tokens: realTokens(batch, model.dimensions),
    activations: await model.run(batch, [...new Set(hooks)]),
  };
}
