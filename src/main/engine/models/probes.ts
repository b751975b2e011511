/** A model on one input, for figures of it. */
import type { PatternStack } from '../../../core/figures/pattern-thumbnails.ts';
import type { ModelProbe, Token, ValueProbe } from '../../../shared/entities.ts';
import { deviceRecord } from '../devices/device-record.ts';
import { modelEnvironment } from '../inference/environment.ts';
import { pairlensVersion } from '../paths.ts';
import type { LoadedModel } from './library.ts';
import type { OpenModels } from './open-models.ts';
import { patternsOn } from './pattern-probe.ts';
import { checkHead, valuesOn } from './value-probe.ts';

/** What was computed, and with what. */
export interface Probed {
  readonly tokens: readonly Token[];
  readonly causal: boolean;
  readonly provenance: ReturnType<typeof provenanceOf>;
}

export class Probes {
  readonly #models: Pick<OpenModels, 'use'>;

  constructor(models: Pick<OpenModels, 'use'>) {
    this.#models = models;
  }

  /**
   * The attention of all heads.
   * @param at a head that the model has to have
   * @throws what ModelLibrary.open and {@link patternsOn} throw; PairlensError NOT_FOUND for another head
   */
  patterns(
    input: ModelProbe,
    at: { readonly layer: number; readonly head: number } | null,
  ): Promise<Probed & { readonly patterns: PatternStack }> {
    return this.#on(input, async (model) => {
      if (at !== null) checkHead(model, at);
      return { ...(await patternsOn(model, input)), ...factsOf(model) };
    });
  }

  /** A map of one head's values. @throws what ModelLibrary.open and {@link valuesOn} throw */
  values(input: ValueProbe): Promise<Probed & { readonly values: Float32Array }> {
    return this.#on(input, async (model) => ({ ...(await valuesOn(model, input)), ...factsOf(model) }));
  }

  /** What a model is, for what others ask of it. @throws what ModelLibrary.open throws */
  about(name: string): Promise<Pick<Probed, 'causal' | 'provenance'>> {
    return this.#on({ name }, (model) => Promise.resolve(factsOf(model)));
  }

  #on<Result>(
    { name }: Pick<ModelProbe, 'name'>,
    ask: (model: LoadedModel) => Promise<Result>,
  ): Promise<Result> {
    return this.#models.use(name, () => undefined, ask);
  }
}

function factsOf(model: LoadedModel) {
  return { causal: model.causal, provenance: provenanceOf(model) };
}

/** Where a figure of it comes from: plain data. */
function provenanceOf(model: LoadedModel) {
  const { name, architecture, dimensions, weightsHash, compiledHash, tokenizerHash, ranOn } = model;
  return {
    pairlens: pairlensVersion(),
    onnxruntime: modelEnvironment.ortVersion,
    model: {
      name,
      architecture,
      layers: dimensions.layers,
      heads: dimensions.heads,
      weights_sha256: weightsHash,
      compiled_weights_sha256: compiledHash,
      tokenizer_sha256: tokenizerHash,
    },
    device: deviceRecord({ device: ranOn.device, ranOn }),
  };
}
