/** config.json as rows: nested objects and lists of objects unfold, lists of plain values stay on a line. */
export interface ConfigRow {
  /** How deep it is nested, from 0. */
  readonly depth: number;
  readonly key: string;
  /** The value as JSON; null where it is nested and its parts are the rows below. */
  readonly value: string | null;
  /** Unique for each row. */
  readonly path: string;
}

export function configRows(config: Readonly<Record<string, unknown>>, depth = 0, parent = ''): ConfigRow[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const path = `${parent}/${key}`;
    const inside = unfolded(value);
    if (inside === null) return [{ depth, key, value: JSON.stringify(value), path }];
    return [{ depth, key, value: null, path }, ...configRows(inside, depth + 1, path)];
  });
}

function unfolded(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  if (isList && !value.some((item) => typeof item === 'object' && item !== null)) return null;
  return Object.fromEntries(entries);
}
