/** What is known of every head by its OV circuit. */
import type { NamedTensors } from '../named-tensor.ts';
import type { HeadQuantity } from '../of-heads.ts';
import { eigenShares, hasVocabulary, sizesOf } from './result.ts';

export function qkOvOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  if (!hasVocabulary(result)) return [];
  const { layers, heads } = sizesOf(result);
  return [
    {
      name: 'copying',
      title: 'Copying, of the weights',
      unit: '',
      question: 'carries',
      layers,
      heads,
      signed: true,
      domain: [-1, 1],
      n: null,
      values: Float64Array.from(
        { length: layers * heads },
        (_, at) =>
          eigenShares(result, 'ov', { layer: Math.floor(at / heads), head: at % heads })?.score ?? Number.NaN,
      ),
      low: null,
      high: null,
    },
  ];
}
