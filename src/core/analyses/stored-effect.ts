/** An effect beside the numbers that are of it. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from './named-tensor.ts';
import { type Effect, EFFECT_KINDS, POOLINGS } from '../effects/effects.ts';

const TOWARD = ['original', 'neutral'] as const satisfies readonly Effect['toward'][];
const LAST = -1;
const MASK = -2;

/** [5]: the places of kind, pooling and toward in their lists, the position (-1 the last, -2 the mask), least. */
export function storedEffect({ kind, position, pooling, toward, least }: Effect): NamedTensor {
  const place = position === 'last' ? LAST : position === 'mask' ? MASK : position;
  return namedTensor(
    { field: 5 },
    Float64Array.of(
      EFFECT_KINDS.indexOf(kind),
      POOLINGS.indexOf(pooling),
      TOWARD.indexOf(toward),
      place,
      least,
    ),
  );
}

/** @throws RangeError when there is no tensor of that name */
export function effectOf(result: NamedTensors, name: string): Effect {
  const [kind = 0, pooling = 0, toward = 0, place = LAST, least = 0] = tensorOf(result, name).data;
  return {
    kind: EFFECT_KINDS[kind] ?? 'pooled',
    pooling: POOLINGS[pooling] ?? 'mean',
    toward: TOWARD[toward] ?? 'original',
    position: place === LAST ? 'last' : place === MASK ? 'mask' : place,
    least,
  };
}
