/** Numbers by head as plain lists, for what crosses between processes: null where they are NaN. */
import { orNull } from '../analyses/named-tensor.ts';
import type { HeadCalls, HeadNumbers, HeadQuantity } from '../analyses/of-heads.ts';

type Plain<Thing> = Thing extends Float64Array
  ? (number | null)[]
  : Thing extends readonly (infer Item)[]
    ? Thing extends readonly [infer First, infer Second]
      ? [First, Second]
      : Item[]
    : Thing extends object
      ? { -readonly [Field in keyof Thing]: Plain<Thing[Field]> }
      : Thing;

export type PlainQuantity = Plain<HeadQuantity>;

const toList = (values: Float64Array): (number | null)[] => Array.from(values, orNull);
const toArray = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

function plainNumbers({ values, low, high }: HeadNumbers) {
  return { values: toList(values), low: low && toList(low), high: high && toList(high) };
}

function numbersOf({ values, low, high }: Plain<HeadNumbers>): HeadNumbers {
  return { values: toArray(values), low: low && toArray(low), high: high && toArray(high) };
}

function plainCalls({ as, not, bothWays, by, rule, outcomes }: HeadCalls): Plain<HeadCalls> {
  return {
    as,
    ...(not !== undefined && { not: [not[0], not[1]] }),
    ...(bothWays !== undefined && { bothWays }),
    ...(by !== undefined && { by }),
    rule,
    outcomes: [...outcomes],
  };
}

export function toPlainQuantity(quantity: HeadQuantity): PlainQuantity {
  const { control, difference, unseen, q, called, domain, byItem, ...rest } = quantity;
  return {
    ...rest,
    ...plainNumbers(quantity),
    ...(domain !== undefined && { domain: [domain[0], domain[1]] }),
    ...(control !== undefined && { control: { title: control.title, ...plainNumbers(control) } }),
    ...(difference !== undefined && { difference: plainNumbers(difference) }),
    ...(unseen !== undefined && { unseen: { n: unseen.n, ...plainNumbers(unseen) } }),
    ...(q !== undefined && { q: toList(q) }),
    ...(called !== undefined && { called: plainCalls(called) }),
    ...(byItem !== undefined && { byItem: { ...byItem } }),
  };
}

export function fromPlainQuantity(quantity: PlainQuantity): HeadQuantity {
  const { control, difference, unseen, q, ...rest } = quantity;
  return {
    ...rest,
    ...numbersOf(quantity),
    ...(control !== undefined && { control: { title: control.title, ...numbersOf(control) } }),
    ...(difference !== undefined && { difference: numbersOf(difference) }),
    ...(unseen !== undefined && { unseen: { n: unseen.n, ...numbersOf(unseen) } }),
    ...(q !== undefined && { q: toArray(q) }),
  };
}
