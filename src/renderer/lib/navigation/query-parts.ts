/** How the fields of a route are written behind the `?` of a URL hash, and read back. */
import { LONGEST, usableText } from '../../../core/bounds.ts';

/**
 * Writes one field of a route into the query and reads it back; a field may take several parameters. `read` returns
 * `undefined` where there are none. It checks nothing: the room's schema does, and refuses text or NaN where a number
 * should be.
 */
export interface QueryPart<Value> {
  readonly read: (query: URLSearchParams) => unknown;
  readonly write: (value: Value, query: URLSearchParams) => void;
}

/** `search=not` */
export function text(name: string): QueryPart<string> {
  return {
    read: (query) => query.get(name) ?? undefined,
    write: (value, query) => query.set(name, value),
  };
}

/** `search=not`: what is too long to be looked for is cut, as the field for it does. */
export function searched(name: string): QueryPart<string> {
  const { read, write } = text(name);
  return {
    read: (query) => {
      const value = read(query);
      return typeof value === 'string' ? usableText(value, LONGEST.search) : undefined;
    },
    write,
  };
}

/** `layer=3` */
export function number(name: string): QueryPart<number> {
  return {
    read: (query) => {
      const value = query.get(name);
      return value === null ? undefined : Number(value);
    },
    write: (value, query) => query.set(name, String(value)),
  };
}

/** `create=yes` */
export function yes(name: string): QueryPart<boolean> {
  return {
    read: (query) => (query.has(name) ? query.get(name) === 'yes' : undefined),
    write: (value, query) => {
      if (value) query.set(name, 'yes');
    },
  };
}

/** `ids=1,2,3`; `ids=` is the empty list. */
export function numbers(name: string): QueryPart<readonly number[]> {
  return {
    read: (query) => {
      const value = query.get(name);
      if (value === null) return undefined;
      return value === '' ? [] : value.split(',').map((part) => (part === '' ? Number.NaN : Number(part)));
    },
    write: (value, query) => query.set(name, value.join(',')),
  };
}

/** `label=never&label=not`: texts with anything in them. */
export function texts(name: string): QueryPart<readonly string[]> {
  return {
    read: (query) => (query.has(name) ? query.getAll(name) : undefined),
    write: (value, query) => {
      for (const each of value) query.append(name, each);
    },
  };
}

/** `hide=flags,label`; `hide=` is the empty list. */
export function names(name: string): QueryPart<readonly string[]> {
  return {
    read: (query) => {
      const value = query.get(name);
      return value === '' ? [] : value?.split(',');
    },
    write: (value, query) => query.set(name, value.join(',')),
  };
}

/** `sort=value_cosine:asc` */
export function order(name: string): QueryPart<{ readonly by: string; readonly direction: string }> {
  return {
    read: (query) => {
      const [by, direction] = query.get(name)?.split(':') ?? [];
      return by === undefined ? undefined : { by, direction };
    },
    write: ({ by, direction }, query) => query.set(name, `${by}:${direction}`),
  };
}

interface OrderStep {
  readonly by: string;
  readonly direction: string;
}

/** `sort=label:asc,value_cosine:desc`: by a key, and what it leaves equal by the next. */
export function orders(
  name: string,
): QueryPart<OrderStep & { readonly then?: readonly OrderStep[] | undefined }> {
  return {
    read: (query) => {
      const steps = query
        .get(name)
        ?.split(',')
        .map((part): Partial<OrderStep> => {
          const [by, direction] = part.split(':');
          return { ...(by !== undefined && { by }), ...(direction !== undefined && { direction }) };
        });
      if (steps === undefined) return undefined;
      const [first, ...then] = steps;
      return { ...first, ...(then.length > 0 && { then }) };
    },
    write: ({ by, direction, then = [] }, query) =>
      query.set(name, [{ by, direction }, ...then].map((step) => `${step.by}:${step.direction}`).join(',')),
  };
}
