import { drawingTurns } from './drawing-turns.ts';

/**
 * What stands beside what was pressed: what `source` gives, once what was pressed has been painted, in turn with the figures. While
 * it gives undefined, what was there stays. To be called where a component begins.
 */
export function afterPaint<Shown>(source: () => Shown): { readonly current: Shown } {
  const seen = new Seen(source());
  $effect(() => {
    const next = source();
    if (next !== undefined) return drawingTurns.add(seen, () => (seen.current = next));
  });
  return seen;
}

class Seen<Shown> {
  current: Shown;

  constructor(first: Shown) {
    this.current = $state.raw(first);
  }
}
