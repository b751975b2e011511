/**
 * How a room stands in the URL hash. An address says what a room needs to know (`schema`), which of it makes the path
 * (`paths`) and how the rest is written behind the `?` (`query`). Reading and writing are inverse to each other, so that
 * back, reload and a copied link return to the same view.
 */
import type { z } from 'zod';
import type { QueryPart } from './query-parts.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

export interface Address<Name extends string = string, Fields extends Shape = Shape> {
  readonly room: Name;
  readonly schema: z.ZodObject<Fields>;
  /** Patterns. An address is written by the first one whose `:fields` all have a value, and read by the first that fits. */
  readonly paths: readonly string[];
  /** For every field that is in no path: how it is written. */
  readonly query: Readonly<Record<string, QueryPart<never>>>;
}

/** A route as a view gets it: every field that has a default is there. */
export type RouteAt<A> =
  A extends Address<infer Name, infer Fields> ? { room: Name } & z.output<z.ZodObject<Fields>> : never;

/** A route as code writes it: what has a default may be left out. */
export type RouteInputAt<A> =
  A extends Address<infer Name, infer Fields> ? { room: Name } & z.input<z.ZodObject<Fields>> : never;

/** The fields that a path names: 'projectId' and 'runId' of 'projects/:projectId/runs/:runId'. */
type FieldsOfPath<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? FieldsOfPath<Segment> | FieldsOfPath<Rest>
  : Path extends `:${infer Field}`
    ? Field
    : never;

type QueryOf<Fields extends Shape, Path extends string> = {
  readonly [Field in Exclude<keyof Fields, FieldsOfPath<Path>>]: QueryPart<
    Exclude<z.output<Fields[Field]>, undefined>
  >;
};

/** An address, checked: a field that neither a path nor the query carries does not compile. */
export function defineAddress<
  const Name extends string,
  Fields extends Shape,
  const Path extends string,
>(address: {
  readonly room: Name;
  readonly schema: z.ZodObject<Fields>;
  readonly paths: readonly Path[];
  readonly query: QueryOf<Fields, Path>;
}): Address<Name, Fields> {
  return address;
}

/**
 * The hash of a route, with its `#`. Fields that have their default value are left out.
 * @throws ZodError when the route does not fit the schema
 */
export function formatAddress(address: Address, route: Readonly<Record<string, unknown>>): string {
  const fields = fieldsOf(address, route);
  const query = new URLSearchParams();
  for (const [name, part] of Object.entries(address.query)) {
    const value = fields[name];
    if (value === undefined || isDefault(address, name, value)) continue;
    // The part was checked against the field's type where the address was defined.
    (part as QueryPart<unknown>).write(value, query);
  }
  const behind = query.toString();
  return `#/${formatPath(address, fields)}${behind === '' ? '' : `?${behind}`}`;
}

/** Reads a hash (`#/projects/1/runs`, with or without `#`) as a route of this room; null where it is none. */
export function parseAddress(address: Address, hash: string): Record<string, unknown> | null {
  const read = readings(address, hash)
    .map((fields) => address.schema.safeParse(fields))
    .find(({ success }) => success);
  return read?.data === undefined ? null : { room: address.room, ...read.data };
}

/**
 * The same of a hash whose path is one of this room's, but which says behind its `?` what the room does not know: a metric
 * that there is not, an order that there never was. It is read without those fields.
 * @returns the route, and the names of the fields that were left out; null where it is no address even without them
 */
export function parseWhatFits(
  address: Address,
  hash: string,
): { readonly route: Record<string, unknown>; readonly leftOut: readonly string[] } | null {
  for (const fields of readings(address, hash)) {
    const refused = address.schema.safeParse(fields).error?.issues.map(({ path }) => String(path[0])) ?? [];
    const leftOut = Object.keys(address.query).filter((name) => refused.includes(name));
    const rest = Object.entries(fields).filter(([name]) => !leftOut.includes(name));
    const parsed = address.schema.safeParse(Object.fromEntries(rest));
    if (parsed.success) return { route: { room: address.room, ...parsed.data }, leftOut };
  }
  return null;
}

/** What a hash says of each field, by each path that it fits; nothing of it is checked. */
function readings(address: Address, hash: string): Record<string, unknown>[] {
  const url = hash.replace(/^#/, '');
  const mark = url.indexOf('?');
  const segments = (mark < 0 ? url : url.slice(0, mark)).split('/').filter((segment) => segment !== '');
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  return address.paths.flatMap((path) => {
    const inPath = parsePath(address, path, segments);
    return inPath === null ? [] : [{ ...parseQuery(address, query), ...inPath }];
  });
}

function parseQuery({ query }: Address, search: URLSearchParams): Record<string, unknown> {
  const read = Object.entries(query).map(([name, part]) => [name, part.read(search)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** What fields are where nothing is said of them; undefined where something has to be. */
const defaults = new WeakMap<z.ZodType, { readonly value: unknown; readonly json: string } | undefined>();

function defaultOf(field: z.ZodType): { readonly value: unknown; readonly json: string } | undefined {
  if (!defaults.has(field)) {
    const { success, data } = field.safeParse(undefined);
    const isSaid = success && data !== undefined;
    defaults.set(field, isSaid ? { value: data, json: JSON.stringify(data) } : undefined);
  }
  return defaults.get(field);
}

/**
 * The fields of a route, checked. Most are what they are by default, which needs no check: a list has an address for each of its lines,
 * and all of them are written anew when its order changes.
 */
function fieldsOf(
  { schema }: Address,
  route: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const unsaid = defaultOf(field);
    const value = route[name];
    if (unsaid !== undefined && (value === undefined || value === unsaid.value)) fields[name] = unsaid.value;
    else {
      const { success, data } = field.safeParse(value);
      // It says which field of the route does not fit.
      if (!success) return schema.parse(route);
      fields[name] = data;
    }
  }
  return fields;
}

function isDefault({ schema }: Address, name: string, value: unknown): boolean {
  const field = schema.shape[name];
  const unsaid = field === undefined ? undefined : defaultOf(field);
  return unsaid !== undefined && (unsaid.value === value || unsaid.json === JSON.stringify(value));
}

function segmentsOf(path: string): string[] {
  return path === '' ? [] : path.split('/');
}

/** The fields that the path holds; null where the segments do not fit the pattern. */
function parsePath(
  { schema }: Address,
  path: string,
  segments: readonly string[],
): Record<string, unknown> | null {
  const pattern = segmentsOf(path);
  if (pattern.length !== segments.length) return null;
  const found: Record<string, unknown> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return null;
      continue;
    }
    const text = decode(segment);
    if (text === null) return null;
    const field = part.slice(1);
    // A number if the schema accepts one here; else the text.
    found[field] = schema.shape[field]?.safeParse(Number(text)).success ? Number(text) : text;
  }
  return found;
}

function formatPath({ room, paths }: Address, fields: Readonly<Record<string, unknown>>): string {
  const said = (part: string): boolean => !part.startsWith(':') || fields[part.slice(1)] !== undefined;
  const path = paths.find((candidate) => segmentsOf(candidate).every(said));
  if (path === undefined) throw new Error(`no path of room ${room} can do without what is missing here`);
  return segmentsOf(path)
    .map((part) => (part.startsWith(':') ? encodeURIComponent(String(fields[part.slice(1)])) : part))
    .join('/');
}

/** null for a percent sign that encodes nothing, which no address written here has. */
function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
