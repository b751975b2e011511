/** What has been gathered for a figure of several: plain data, as the browser keeps it. */
import { z } from 'zod';
import { MOST } from '../../../core/bounds.ts';
import { type Composition, composition } from '../../../shared/figures.ts';

/** The options of a composition, and its panels, of which there may be none yet, with what a person knows them by. */
const gathered = composition.omit({ panels: true }).extend({
  panels: z.array(composition.shape.panels.element.extend({ title: z.string() })).max(MOST.panels),
});
export type Gathered = z.output<typeof gathered>;
export type Panel = Gathered['panels'][number];

export const NOTHING_GATHERED: Gathered = gathered.parse({ kind: 'composition', panels: [] });

/** @param text as it was kept; nothing is gathered where it is not what this Pairlens would keep */
export function readGathered(text: string | null): Gathered {
  try {
    const parsed = gathered.safeParse(JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data : NOTHING_GATHERED;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return NOTHING_GATHERED;
  }
}

/** What is to be drawn; null where nothing is gathered. */
export function toCompose({ panels, ...options }: Gathered): Composition | null {
  if (panels.length === 0) return null;
  return { ...options, panels: panels.map(({ figure, span }) => ({ figure, span })) };
}

/** The panels with one of them at another place. */
export function movedPanel(panels: readonly Panel[], from: number, to: number): Panel[] {
  const moved = panels.slice(from, from + 1);
  const place = Math.max(0, Math.min(panels.length - 1, to));
  return panels.toSpliced(from, 1).toSpliced(place, 0, ...moved);
}
