/** Finds what is without a bound in a schema: a text, a list or an object of any length, and what can be anything. */
import { z } from 'zod';
import { boundedByCheck } from '../../../src/core/bounds.ts';

/** The places below `schema`, as 'filter.labels[]', that take more than anybody has said. */
export function unboundedPlaces(schema: z.core.$ZodType, place = 'input'): string[] {
  if (schema instanceof z.ZodType && boundedByCheck.has(schema)) return [];
  const below = (inner: z.core.$ZodType, name: string) => unboundedPlaces(inner, `${place}${name}`);
  if (schema instanceof z.ZodString) return schema.maxLength === null ? [place] : [];
  if (schema instanceof z.ZodNumber)
    return isBoundedNumber(schema) ? [] : [`${place} (a number without a bound)`];
  if (schema instanceof z.ZodArray) {
    const most = z.toJSONSchema(schema, { io: 'input' }).maxItems;
    return [...(most === undefined ? [place] : []), ...below(schema.element, '[]')];
  }
  if (schema instanceof z.ZodTuple)
    return [
      ...schema.def.items.flatMap((item, at) => below(item, `[${at}]`)),
      ...(schema.def.rest === null ? [] : [`${place}[…]`]),
    ];
  if (schema instanceof z.ZodObject)
    return [
      ...Object.entries(schema.shape).flatMap(([name, field]: [string, z.core.$ZodType]) =>
        below(field, `.${name}`),
      ),
      ...(schema.def.catchall === undefined || schema.def.catchall instanceof z.ZodNever
        ? []
        : [`${place}.*`]),
    ];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => below(option, ''));
  if (schema instanceof z.ZodIntersection)
    return [...below(schema.def.left, ''), ...below(schema.def.right, '')];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return below(schema.def.innerType, '');
  if (schema instanceof z.ZodPipe) return below(schema.def.in, '');
  if (
    schema instanceof z.ZodEnum ||
    schema instanceof z.ZodLiteral ||
    schema instanceof z.ZodBoolean ||
    schema instanceof z.ZodNull ||
    // An instance of a class: of a Blob, whose size the import looks at.
    schema instanceof z.ZodCustom
  )
    return [];
  // A record has as many fields as are given, and what is unknown is anything.
  return [`${place} (${schema._zod.def.type})`];
}

/** A whole number is at most 2^53 by itself. */
function isBoundedNumber(schema: z.ZodNumber): boolean {
  const { minimum, maximum, exclusiveMinimum } = z.toJSONSchema(schema, { io: 'input' });
  return maximum !== undefined && (minimum !== undefined || exclusiveMinimum !== undefined);
}
