/** The parts that add up to the logit of one prediction. */
import type { TextAttribution } from './text-attribution.ts';

export interface LogitPart {
  readonly name: string;
  /** Logits. */
  readonly value: number;
}

const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

export function partsOf({ embeddings, heads, mlp, biases }: TextAttribution): LogitPart[] {
  return [
    { name: 'embeddings', value: embeddings },
    ...(heads.length > 0 ? [{ name: 'heads', value: sumOf(heads) }] : []),
    ...(mlp.length > 0 ? [{ name: 'MLPs', value: sumOf(mlp) }] : []),
    { name: 'biases, shifts', value: biases },
  ];
}
