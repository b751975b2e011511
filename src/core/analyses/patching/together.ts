/** Heads whose outputs are put in all at once: what they restore together need not be the sum of what each restores. */
import { namedTensor, type NamedTensor, type NamedTensors } from '../named-tensor.ts';

export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

/** 'L5H9' */
export const HEAD_PLACE = /^L(\d{1,5})H(\d{1,5})$/i;

/** Each once, the lowest layer first. @param names as {@link HEAD_PLACE} has them */
export function placesNamed(names: readonly string[]): HeadPlace[] {
  const places = names.map((name) => {
    const [, layer, head] = HEAD_PLACE.exec(name) ?? [];
    if (layer === undefined || head === undefined) throw new RangeError(`${name} is no head`);
    return { layer: Number(layer), head: Number(head) };
  });
  const once = new Map(places.map((place) => [`${place.layer} ${place.head}`, place]));
  return [...once.values()].toSorted((a, b) => a.layer - b.layer || a.head - b.head);
}

/** The tensor in which a result says which they are. */
export const TOGETHER = 'together';

/** [head, 2] layers and heads */
export function togetherTensor(places: readonly HeadPlace[]): NamedTensor {
  return namedTensor(
    { head: places.length, place: 2 },
    Int32Array.from(places.flatMap(({ layer, head }) => [layer, head])),
  );
}

/** None where that was not asked for. */
export function togetherOf(result: NamedTensors): HeadPlace[] {
  const data = result.get(TOGETHER)?.data ?? [];
  return Array.from({ length: data.length / 2 }, (_, at) => ({
    layer: data[2 * at] ?? 0,
    head: data[2 * at + 1] ?? 0,
  }));
}
