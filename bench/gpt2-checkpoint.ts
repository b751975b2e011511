/** Checkpoints of GPT-2's shapes, for the benchmarks. */

export type Shapes = [string, number[]][];

interface Sizes {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
}

/** A GPT-2 with tied embeddings, 512 positions and an MLP four times as wide. */
export function gpt2({ layers, heads, width }: Sizes, words: number): { config: object; shapes: Shapes } {
  const config = {
    model_type: 'gpt2',
    vocab_size: words,
    n_embd: width,
    n_layer: layers,
    n_head: heads,
    n_positions: 512,
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
  };
  const both = (name: string, weight: number[], bias: number): Shapes => [
    [`${name}.weight`, weight],
    [`${name}.bias`, [bias]],
  ];
  const blocks = Array.from({ length: layers }, (_, layer) => `h.${layer}`).flatMap((block) => [
    ...both(`${block}.ln_1`, [width], width),
    ...both(`${block}.attn.c_attn`, [width, 3 * width], 3 * width),
    ...both(`${block}.attn.c_proj`, [width, width], width),
    ...both(`${block}.ln_2`, [width], width),
    ...both(`${block}.mlp.c_fc`, [width, 4 * width], 4 * width),
    ...both(`${block}.mlp.c_proj`, [4 * width, width], width),
  ]);
  const embeddings: Shapes = [
    ['wte.weight', [words, width]],
    ['wpe.weight', [512, width]],
  ];
  return { config, shapes: [...embeddings, ...blocks, ...both('ln_f', [width], width)] };
}
