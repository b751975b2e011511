/** Whether a model can be compiled, as far as its config.json tells: before its weights are fetched, read or hashed. */
import { z } from 'zod';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import { CoreError } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { aboutModel } from './about-model.ts';

const jsonObject = z.record(z.string(), z.unknown());

/** @param id what the model is called @throws PairlensError MODEL_UNSUPPORTED, MODEL_INVALID */
export function checkConfigText(id: string, text: string): void {
  let config: Record<string, unknown>;
  try {
    config = jsonObject.parse(JSON.parse(text));
  } catch (error) {
    throw new PairlensError('MODEL_INVALID', `config.json of ${id} is not a JSON object`, { id }, error);
  }
  checkConfig(id, config);
}

/** @param place of the config: the model's name or its folder @throws PairlensError MODEL_UNSUPPORTED, MODEL_INVALID */
export function checkConfig(place: string, config: Readonly<Record<string, unknown>>): void {
  // An old config names no family: then only the weights tell.
  if (config['model_type'] === undefined) return;
  aboutModel(place, () => {
    try {
      compileCheckpoint(config, new Map());
    } catch (error) {
      // Without weights it gets as far as the first tensor; before that it has looked at the config.
      if (!(error instanceof CoreError) || ABOUT_CONFIG.has(error.code)) throw error;
    }
  });
}

const ABOUT_CONFIG: ReadonlySet<string> = new Set(['MODEL_INVALID', 'MODEL_UNSUPPORTED']);
