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
  // No column stays without a panel: one alone is as wide as the figure.
  const taken = panels.reduce((sum, { span }) => sum + span, 0);
  return {
    ...options,
    columns: Math.min(options.columns, taken),
    panels: panels.map(({ figure, span }) => ({ figure, span })),
  };
}

/** The panels with one of them at another place. */
export function movedPanel(panels: readonly Panel[], from: number, to: number): Panel[] {
  const moved = panels.slice(from, from + 1);
  const place = Math.max(0, Math.min(panels.length - 1, to));
  return panels.toSpliced(from, 1).toSpliced(place, 0, ...moved);
}

/**
 * A change taken back, or done again, in what is gathered now: another window may have changed it meanwhile, and what that one
 * did stays.
 *
 * @param from what the change begins with
 * @param to what it makes of that
 * @returns null where what it would change is not as it begins with any more
 */
export function changedNow(now: Gathered, from: Gathered, to: Gathered): Gathered | null {
  const [present, before, after] = [now, from, to].map((each) => gathered.parse(each)) as Three<Gathered>;
  const panels = panelsChanged(present.panels, before.panels, after.panels);
  if (panels === null) return null;
  const options = Object.keys(gathered.omit({ panels: true }).shape) as (keyof Gathered)[];
  const changed = options.filter((name) => before[name] !== after[name]);
  if (changed.some((name) => present[name] !== before[name])) return null;
  const parts = Object.fromEntries(changed.map((name) => [name, after[name]]));
  // Not where there would be too many panels.
  return gathered.safeParse({ ...present, ...parts, panels }).data ?? null;
}
type Three<Each> = [Each, Each, Each];

function panelsChanged(
  now: readonly Panel[],
  from: readonly Panel[],
  to: readonly Panel[],
): readonly Panel[] | null {
  if (from.length === to.length && beginsWith(from, to)) return now;
  if (beginsWith(now, from)) return [...to, ...now.slice(from.length)];
  // Some were put behind the others, and may be anywhere now.
  return beginsWith(from, to) ? without(now, from.slice(to.length)) : null;
}

function beginsWith(panels: readonly Panel[], first: readonly Panel[]): boolean {
  return first.every((panel, at) => isSame(panel, panels[at]));
}

/** @returns null where one of them is not there */
function without(panels: readonly Panel[], gone: readonly Panel[]): readonly Panel[] | null {
  let left: readonly Panel[] = panels;
  for (const panel of gone) {
    const at = left.findLastIndex((each) => isSame(each, panel));
    if (at < 0) return null;
    left = left.toSpliced(at, 1);
  }
  return left;
}

/** Both parsed: their fields are in one order. */
function isSame(a: Panel, b: Panel | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
