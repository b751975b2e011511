import { oc } from '@orpc/contract';
import { z } from 'zod';
import { modelText } from '../../core/bounds.ts';
import { deviceListing } from '../devices.ts';
import {
  curatedModel,
  model,
  modelDetail,
  modelProbe,
  modelRemoval,
  newModel,
  valueProbe,
} from '../entities/models.ts';
import { attributionRequest, lensGrid, lensRequest, predictions } from '../predictions.ts';
import { binary } from './fields.ts';

export const models = {
  /** The bundled models, those that were added, and folders that runs of this workspace have used. */
  list: oc.output(z.array(model)),
  /** Models of the Hub worth having, whether or not they are here. */
  curated: oc.output(z.array(curatedModel)),
  detail: oc.input(z.object({ name: modelText })).output(modelDetail),
  /** What can compute models, each tried, and of what is not on this machine why. */
  devices: oc.output(z.array(deviceListing)),
  /** Starts to add a model and returns at once; the feed of jobs tells how it goes. It is compiled at the end. */
  add: oc.input(newModel).output(z.object({ jobId: z.string() })),
  /**
   * Removes an added model: its compiled form and, of one from the Hub, its files; a folder that was added stays as it
   * is. CONFLICT with details {runs} (their ids) while runs of this workspace refer to it, unless another model that is
   * here has its weights and tokenizer, or `keepResults`: then runs and results stay without the weights. CONFLICT
   * also while something computes with it.
   */
  remove: oc
    .input(z.object({ name: modelText, keepResults: z.boolean().default(false) }))
    .output(modelRemoval),
  /**
   * All attention patterns on one input, as the bytes of a safetensors file: `pattern`, float32
   * [layers, heads, query, key], and in the metadata `tokens`, the JSON of Token[], and `causal`, 'true' of a decoder,
   * whose mask forbids what is above the diagonal.
   */
  probe: oc.input(modelProbe).output(binary),
  /** A map of the values of one head on one input (core/figures/pair-maps): `values`, float32 [n, n], in such a file. */
  probeValues: oc.input(valueProbe).output(binary),
  /** What a model with a language-model head foretells at every token of one input. */
  predictions: oc.input(modelProbe).output(predictions),
  /**
   * What a prediction comes from: `heads` [layer, head], `by_source` and `attention` [layer, head, token], `mlp` [layer], float32 in
   * such a file, logits but for attention; in the metadata `facts`, the JSON of attributionFacts.
   */
  attribution: oc.input(attributionRequest).output(binary),
  /** The logit lens on one input, by layer and position. */
  lens: oc.input(lensRequest).output(lensGrid),
};
