/** The tensors of a checkpoint, searched and sorted. */
import { z } from 'zod';
import { inNaturalOrder } from '../../../core/natural-order.ts';
import type { ModelDetail } from '../../../shared/entities.ts';

export const PARAMETER_COLUMNS = ['name', 'shape', 'dtype', 'bytes', 'used'] as const;
/** A route without it shows the checkpoint's own order. */
export const parameterSort = z.object({
  by: z.enum(PARAMETER_COLUMNS),
  direction: z.enum(['asc', 'desc']),
});
export type ParameterSort = z.infer<typeof parameterSort>;

export type Parameter = ModelDetail['tensors'][number];

export function elementsOf({ shape }: Pick<Parameter, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** '30522 × 384'; a single number has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' × ');
}

/** Those that `search` occurs in, by name, type or shape; in the checkpoint's own order without `order`. */
export function findParameters(
  tensors: readonly Parameter[],
  search: string,
  order: ParameterSort | undefined,
): Parameter[] {
  const wanted = search.trim().toLowerCase();
  const found = tensors.filter(({ name, dtype, shape }) =>
    [name, dtype, shapeText(shape)].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (order === undefined) return found;
  const sign = order.direction === 'asc' ? 1 : -1;
  return found.sort((a, b) => sign * compare(a, b, order.by));
}

function compare(a: Parameter, b: Parameter, by: ParameterSort['by']): number {
  switch (by) {
    case 'name':
      // Layers are numbers: `layer.10` comes after `layer.9`.
      return inNaturalOrder(a.name, b.name);
    case 'dtype':
      return inNaturalOrder(a.dtype, b.dtype);
    case 'shape':
      return elementsOf(a) - elementsOf(b);
    case 'bytes':
      return a.bytes - b.bytes;
    case 'used':
      return Number(a.used) - Number(b.used);
  }
}

/** The order after a click on a column's heading: names from A, sizes from the largest; a second click reverses it. */
export function orderAfterClick(by: ParameterSort['by'], order: ParameterSort | undefined): ParameterSort {
  if (order?.by === by) return { by, direction: order.direction === 'asc' ? 'desc' : 'asc' };
  return { by, direction: by === 'shape' || by === 'bytes' ? 'desc' : 'asc' };
}
