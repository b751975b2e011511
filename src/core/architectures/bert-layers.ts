import type { Value } from '../onnx/graph.ts';
import type { Activation } from './activations.ts';
import { takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';
import { postNormBlock } from './post-norm-block.ts';
import { separateProjections } from './projections.ts';

/** Sizes of a layer, by their names in config.json. */
export interface BertLayerConfig {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_attention_heads: number;
  readonly num_hidden_layers: number;
  readonly layer_norm_eps: number;
}

/**
 * The layers of BERT and RoBERTa, `encoder.layer.{l}` under `prefix`.
 * @param x [batch, pos, dModel]
 * @returns what leaves the last one, of the same shape: the hook point resid_final
 */
export function bertLayers(
  model: ModelBuilder,
  prefix: string,
  config: BertLayerConfig,
  activation: Activation,
  x: Value,
  mask: Value,
): Value {
  const { hidden_size: dModel, intermediate_size: dMlp, num_attention_heads: heads } = config;
  const shape = { heads, keyValueHeads: heads, dHead: dModel / heads };

  const layer = (index: number, stream: Value) => {
    const name = `${prefix}encoder.layer.${index}`;
    const square = (part: string) => takeLinear(model, `${name}.attention.${part}`, dModel, dModel);
    const norm = (part: string) =>
      takeLayerNorm(model, `${name}.${part}.LayerNorm`, dModel, config.layer_norm_eps);
    const projections = { query: square('self.query'), key: square('self.key'), value: square('self.value') };
    const parts = {
      attention: {
        projection: separateProjections(model, projections, shape),
        output: square('output.dense'),
        shape,
        scale: 1 / Math.sqrt(shape.dHead),
      },
      ln1: norm('attention.output'),
      mlp: {
        up: takeLinear(model, `${name}.intermediate.dense`, dModel, dMlp),
        down: takeLinear(model, `${name}.output.dense`, dMlp, dModel),
        activation,
        dMlp,
      },
      ln2: norm('output'),
    };
    return postNormBlock(model, index, stream, parts, mask, dModel);
  };

  let stream = x;
  for (let index = 0; index < config.num_hidden_layers; index++) stream = layer(index, stream);
  return model.hook('resid_final', stream, ['batch', 'pos', dModel]);
}
