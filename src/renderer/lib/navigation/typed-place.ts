/** What is typed into the palette to go to a head or a pair by its number. */

export interface TypedHead {
  readonly layer: number;
  readonly head: number;
}

const HEAD = /^(?:layer\s*|l\s*)?(\d{1,3})(?:\s*[.,:/]\s*|\s+|\s*(?=h))(?:head\s*|h\s*)?(\d{1,3})$/i;
const PAIR = /^(?:pair|p|#)\s*#?\s*(\d{1,7})$/i;

/** "L5 H9", "l5h9", "5.9", "layer 5 head 9"; null for anything else. Counted from 0, as everywhere. */
export function typedHead(typed: string): TypedHead | null {
  const found = HEAD.exec(typed.trim());
  return found === null ? null : { layer: Number(found[1]), head: Number(found[2]) };
}

/** "L5 H9", as heads are called everywhere. */
export function headName({ layer, head }: TypedHead): string {
  return `L${layer} H${head}`;
}

/** "pair 123", "#123"; null for anything else. Counted from 1, as pairs are on the screen. */
export function typedPair(typed: string): number | null {
  const found = PAIR.exec(typed.trim());
  const number = Number(found?.[1] ?? 0);
  return number > 0 ? number : null;
}
