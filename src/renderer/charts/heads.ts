/** Heads of a model in a grid, layers downward and heads to the right, and the way from one to the next. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** How many there are. */
export interface HeadCounts {
  readonly layers: number;
  readonly heads: number;
}

/** `KeyboardEvent.key` → what it does, and how far it goes. */
export const HEAD_STEPS = {
  ArrowUp: { what: 'Previous layer', layers: -1, heads: 0 },
  ArrowDown: { what: 'Next layer', layers: 1, heads: 0 },
  ArrowLeft: { what: 'Previous head', layers: 0, heads: -1 },
  ArrowRight: { what: 'Next head', layers: 0, heads: 1 },
} as const;

export type HeadKey = keyof typeof HEAD_STEPS;

export function isHeadKey(key: string): key is HeadKey {
  return Object.hasOwn(HEAD_STEPS, key);
}

/** The head that a key leads to; at the edge of the grid it is the same one, and from none the first. */
export function headAfter(from: Head | null, key: HeadKey, counts: HeadCounts): Head {
  if (from === null) return { layer: 0, head: 0 };
  const step = HEAD_STEPS[key];
  return {
    layer: within(from.layer + step.layers, counts.layers),
    head: within(from.head + step.heads, counts.heads),
  };
}

function within(value: number, count: number): number {
  return Math.min(Math.max(value, 0), count - 1);
}

/** The head that an address names; null where it names none, or one that there is not. */
export function headNamed(
  { layer, head }: { readonly layer?: number | undefined; readonly head?: number | undefined },
  { layers, heads }: HeadCounts,
): Head | null {
  if (layer === undefined || head === undefined || layer >= layers || head >= heads) return null;
  return { layer, head };
}

/** The head that a text begins with the name of: "L5 H9 changes more"; null for another text. */
export function headIn(text: string): Head | null {
  const found = /^L(\d+) H(\d+)/.exec(text);
  return found === null ? null : { layer: Number(found[1]), head: Number(found[2]) };
}
