/** Which heads of a layer the lines are of, and the colour that each keeps while others come and go. */
import { type ColouredHead, headsOver, type HeadsDrawn } from '../../../core/figures/heads-over.ts';
import { MOST_HEADS_OVER } from '../../../core/figures/pair-maps.ts';

/** As an address says them. */
export interface LineHeads {
  head: number;
  also: number[];
  colours: number[];
}

interface PlaceOfHead {
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

/** A head that is alone is drawn as text is, and keeps no colour. */
function lineHeads([first, ...others]: readonly [ColouredHead, ...ColouredHead[]]): LineHeads {
  const drawn = [first, ...others];
  const isInOrder = drawn.every(({ colour }, place) => colour === place);
  return {
    head: first.head,
    also: others.map(({ head }) => head),
    colours: others.length === 0 || isInOrder ? [] : drawn.map(({ colour }) => colour),
  };
}

/**
 * Takes a head away, or lays it over the others in a colour that none of them has. Of several the open one can go too: the
 * next one is open then. null: it is the only one, or there are as many as there can be.
 */
export function toggled(heads: HeadsDrawn, head: number): LineHeads | null {
  const drawn = headsOver(heads);
  if (drawn.some((one) => one.head === head)) {
    const [first, ...others] = drawn.filter((one) => one.head !== head);
    return first === undefined ? null : lineHeads([first, ...others]);
  }
  const [first, ...others] = drawn;
  if (first === undefined || drawn.length >= MOST_HEADS_OVER) return null;
  const taken = new Set(drawn.map(({ colour }) => colour));
  let colour = 0;
  while (taken.has(colour)) colour += 1;
  return lineHeads([first, ...others, { head, colour }]);
}

/**
 * What becomes of the heads that are drawn over the open one where another is opened. Of the same layer, that one takes its
 * place and colour, or keeps its own colour if it is drawn already. Of another layer they are other heads: they go.
 */
export function headsAfter(
  from: PlaceOfHead & Pick<HeadsDrawn, 'also' | 'colours'>,
  { layer = from.layer, head = from.head }: PlaceOfHead,
): Pick<LineHeads, 'also' | 'colours'> {
  if (head === undefined || from.head === undefined || layer !== from.layer) return { also: [], colours: [] };
  const [open, ...others] = headsOver({ ...from, head: from.head });
  const first = others.find((one) => one.head === head) ?? { head, colour: open?.colour ?? 0 };
  const { also, colours } = lineHeads([first, ...others.filter((one) => one.head !== head)]);
  return { also, colours };
}
