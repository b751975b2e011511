/** The components of a logit as bars: embeddings, then of each layer attention and MLP, and what is of no token. */
import { type Estimate, estimateAt } from '../estimate.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { CONTROL } from './combine.ts';

export interface ComponentBar extends Estimate {
  readonly name: string;
  /** The tensor of the result, and the place in it. */
  readonly tensor: string;
  readonly place: number;
  /** What drawn tokens get; null where none were drawn. */
  readonly control: Estimate | null;
}

/** @returns top to bottom, in the order in which they are written; none of cases */
export function componentBars(result: NamedTensors): ComponentBar[] {
  const bar = (name: string, component: string, place = 0): ComponentBar[] => {
    const tensor = `attribution.${component}`;
    if (!result.has(tensor)) return [];
    const control = result.has(tensor + CONTROL) ? estimateAt(result, tensor + CONTROL, place) : null;
    return [{ name, tensor, place, control, ...estimateAt(result, tensor, place) }];
  };
  const [layers = 0] = result.has('attribution.attention')
    ? tensorOf(result, 'attribution.attention').shape
    : [];
  return [
    ...bar('token embedding', 'embed'),
    ...bar('position', 'pos_embed'),
    ...bar('token type', 'type_embed'),
    ...Array.from({ length: layers }, (_, layer) => [
      ...bar(`attention ${layer}`, 'attention', layer),
      ...bar(`MLP ${layer}`, 'mlp', layer),
    ]).flat(),
    ...bar('biases, shifts', 'biases'),
  ];
}
