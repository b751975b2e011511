/** What the drawing that is shown says of its panels: the file itself is read, so that what is told holds for it. */
import { LABEL, PIXELS_PER_MM } from '../../../core/figures/compose/layout.ts';
import { unescapeXml } from '../../../core/figures/xml.ts';

const PANEL =
  /<g data-panel="([a-z])"(?: data-letters="([\d.]+)")?(?: data-quantity="([^"]*)" data-ends="([^"]*)")? transform="[^"]*scale\(([\d.]+)\)">/g;
const HEIGHT = /^<svg [^>]*\bheight="([\d.]+)"/;

export interface DrawnPanel {
  readonly letter: string;
  /** By how much its drawing was made smaller. */
  readonly scale: number;
  /** px of its smallest letters, before. */
  readonly letters: number;
  /** What its colours or its axis are of, in words; null where they are its own. */
  readonly quantity: string | null;
  /** null: it is drawn over its own values. */
  readonly ends: readonly [number, number] | null;
}

export function drawnPanels(svg: string): DrawnPanel[] {
  return Array.from(svg.matchAll(PANEL), ([, letter = '', letters = LABEL, quantity, ends = '', scale]) => ({
    letter,
    scale: Number(scale),
    letters: Number(letters),
    quantity: quantity === undefined ? null : unescapeXml(quantity),
    ends: endsOf(ends),
  }));
}

function endsOf(text: string): DrawnPanel['ends'] {
  const [low, high] = text.split(' ').map(Number);
  return low === undefined || high === undefined ? null : [low, high];
}

/** mm; 0 of what is no drawing */
export function drawnHeight(svg: string): number {
  return Number(HEIGHT.exec(svg)?.[1] ?? 0) / PIXELS_PER_MM;
}

/** Panels of one quantity, two at least. */
export interface SameQuantity {
  readonly quantity: string;
  readonly letters: readonly string[];
  /** That all have; null where they differ. */
  readonly ends: readonly [number, number] | null;
}

export function sameQuantities(panels: readonly DrawnPanel[]): SameQuantity[] {
  const named = panels.filter(({ quantity }) => quantity !== null);
  return Array.from(Map.groupBy(named, ({ quantity }) => quantity ?? ''))
    .filter(([, all]) => all.length > 1)
    .map(([quantity, all]) => {
      const [first = null] = all.map(({ ends }) => ends);
      const isCommon = all.every(({ ends }) => first !== null && ends?.join(' ') === first.join(' '));
      return { quantity, letters: all.map(({ letter }) => letter), ends: isCommon ? first : null };
    });
}
