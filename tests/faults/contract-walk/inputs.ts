/** Inputs for any procedure, made of its schema: such as it takes, and such as it must refuse. */
import fc from 'fast-check';
import { z } from 'zod';
import { boundedByCheck } from '../../../src/core/bounds.ts';

/** Texts that mean something somewhere: names of models, kinds, tables, labels. */
export type Words = readonly [string, ...string[]];

/** What the schema takes, or nearly: checks that cannot be read off it are not met on purpose. */
export function inputsOf(schema: z.core.$ZodType, words: Words): fc.Arbitrary<unknown> {
  const inside = (inner: z.core.$ZodType) => inputsOf(inner, words);
  if (schema instanceof z.ZodType && boundedByCheck.has(schema)) return plainOptions();
  if (schema instanceof z.ZodString)
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...words) },
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
  if (schema instanceof z.ZodNumber) return numbersOf(schema);
  if (schema instanceof z.ZodArray) return fc.array(inside(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodTuple) return fc.tuple(...schema.def.items.map(inside));
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]: [string, z.core.$ZodType]) => [
      name,
      inside(field),
    ]);
    return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
  }
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inside));
  if (schema instanceof z.ZodIntersection)
    return fc
      .tuple(inside(schema.def.left), inside(schema.def.right))
      .map(([left, right]) => ({ ...(left as object), ...(right as object) }));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return fc.oneof(fc.constant(undefined), inside(schema.def.innerType));
  if (schema instanceof z.ZodNullable) return fc.oneof(fc.constant(null), inside(schema.def.innerType));
  if (schema instanceof z.ZodReadonly) return inside(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return inside(schema.def.in);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.def.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNull) return fc.constant(null);
  if (schema instanceof z.ZodCustom) return files();
  throw new Error(`nobody has said yet what an input of ${schema._zod.def.type} is like`);
}

/** Mostly small ones: those are the rows, layers and heads that there are. */
function numbersOf(schema: z.ZodNumber): fc.Arbitrary<number> {
  const { type, maximum = 10, ...bounds } = z.toJSONSchema(schema, { io: 'input' });
  const minimum = bounds.minimum ?? Number(bounds.exclusiveMinimum ?? -11) + 1;
  const low = Math.max(minimum, -10);
  const near = fc.integer({ min: Math.ceil(low), max: Math.floor(Math.min(maximum, low + 2)) });
  const any =
    type === 'integer'
      ? fc.integer({ min: minimum, max: maximum })
      : fc.double({ min: minimum, max: maximum });
  return fc.oneof(
    { weight: 6, arbitrary: near },
    any.filter((value) => !Number.isNaN(value)),
  );
}

function plainOptions(): fc.Arbitrary<unknown> {
  const option = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double(), fc.string(), fc.jsonValue());
  return fc.dictionary(
    fc.oneof(fc.constantFrom('sequences', 'length', 'margin', 'seed', 'group', 'metrics'), fc.string()),
    option,
    { maxKeys: 3 },
  );
}

function files(): fc.Arbitrary<Blob> {
  const lines = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 6 });
  return fc.oneof(
    fc.constantFrom(
      new Blob(['original,counterfactual\na b,a c\n']),
      new Blob(['{"original_ids": [1, 2], "counterfactual_ids": [1, 3]}\n']),
      new Blob([]),
      new Blob(['['.repeat(20_000)]),
      new Blob(['"'.repeat(999)]),
    ),
    lines.map((texts) => new Blob([texts.join(',')])),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => new Blob([bytes])),
  );
}

/** What no field has: put into the place of one, or of all of it. */
const HOSTILE: readonly (() => unknown)[] = [
  () => '\0',
  () => 'a\0b',
  () => '\ud800',
  () => 'a\nb\u0007',
  () => ' ',
  () => 'x'.repeat(1_000_000),
  () => '../../../../etc/passwd',
  () => "'; DROP TABLE run; --",
  () => '__proto__',
  () => 'constructor',
  () => 'toString',
  () => Array.from({ length: 10_000 }, () => ({ metric: 'value_cosine', comparison: '>', value: 0 })),
  () => Array.from({ length: 100_000 }, (_, at) => at),
  () => Array.from({ length: 200 }, () => 1),
  () => [],
  () => [null],
  () => ({}),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown,
  () => nested(5000),
  () => Number.NaN,
  () => Infinity,
  () => -Infinity,
  () => -0,
  () => -1,
  () => 0.5,
  () => 2 ** 31,
  () => 2 ** 53,
  () => Number.MAX_SAFE_INTEGER,
  () => -1e308,
  () => 1e308,
  () => 10n ** 30n,
  () => true,
  () => null,
  () => undefined,
  () => new Date(Number.NaN),
  () => new Map([[1, 2]]),
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { value };
  return value;
}

/** An input with up to three of its places taken by something hostile. */
export function hostileInputs(schema: z.core.$ZodType, words: Words): fc.Arbitrary<unknown> {
  const change = fc.record({ where: fc.nat(), what: fc.nat({ max: HOSTILE.length - 1 }) });
  return fc
    .tuple(inputsOf(schema, words), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([input, changes]) =>
      changes.reduce((value, { where, what }) => replaceAt(value, where, HOSTILE[what]?.()), input),
    );
}

/** A copy with the place of that number, counted through all that are in it, taken by something else. */
function replaceAt(value: unknown, where: number, what: unknown): unknown {
  const places = placesIn(value, []);
  return replaced(value, places[where % places.length] ?? [], what);
}

/** Up to so deep: what is hostile already needs no more. */
const DEEPEST = 8;

function placesIn(value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (!isPlain(value) || path.length >= DEEPEST) return [path];
  const keys = Array.isArray(value) ? [...value.keys()].slice(0, 8) : Object.keys(value).slice(0, 40);
  return [
    path,
    ...keys.flatMap((key) => placesIn((value as Record<string | number, unknown>)[key], [...path, key])),
  ];
}

function replaced(value: unknown, path: readonly (string | number)[], what: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return what;
  if (Array.isArray(value))
    return (value as unknown[]).map((item, at) => (at === key ? replaced(item, rest, what) : item));
  const own = value as Record<string, unknown>;
  return { ...own, [key]: replaced(own[key], rest, what) };
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
