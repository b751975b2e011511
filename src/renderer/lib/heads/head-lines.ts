/** The numbers under one question of a head's page: by analysis, each with its interval, control and rank. */
import { extent } from 'd3-array';
import {
  type HeadPlace,
  type HeadQuantity,
  type HeadQuestion,
  numberAt,
} from '../../../core/analyses/of-heads.ts';
import {
  type HeadCatalogue,
  type HeadColumn,
  type HeadSource,
  placeOf,
  rankOf,
} from '../../../core/heads/catalogue.ts';
import type { ForestMarks } from '../../../core/figures/forest-axis.ts';

export interface HeadLine {
  readonly column: HeadColumn;
  readonly marks: ForestMarks;
  /** Whether a call by it holds for this head. */
  readonly isCalled: boolean;
  readonly rank: number | null;
}

export interface HeadLines {
  readonly source: HeadSource;
  /** Of one unit: they share an axis. */
  readonly unit: string;
  readonly signed: boolean;
  readonly lines: readonly HeadLine[];
}

/** Lines of different units do not share an axis, nor those of different analyses. */
export function linesOf(
  { columns, model }: HeadCatalogue,
  question: HeadQuestion,
  at: HeadPlace,
): HeadLines[] {
  const groups = new Map<string, { source: HeadSource; unit: string; signed: boolean; lines: HeadLine[] }>();
  for (const column of columns) {
    const { quantity, source } = column;
    if (quantity.question !== question) continue;
    const key = `${source.analysisId} ${quantity.unit} ${scaleOf(quantity)}`;
    const group = groups.get(key) ?? { source, unit: quantity.unit, signed: quantity.signed, lines: [] };
    groups.set(key, group);
    const place = placeOf(model, at);
    const own = numberAt(quantity, place);
    const control = quantity.control === undefined ? null : numberAt(quantity.control, place);
    group.lines.push({
      column,
      isCalled: quantity.called?.outcomes[place] === 'called',
      rank: rankOf(quantity, at),
      marks: {
        set: own.mean,
        interval: ends(own),
        control: control?.mean ?? null,
        controlInterval: control === null ? null : ends(control),
      },
    });
  }
  // What the head is called stands first: the rest may fold.
  const calledFirst = (lines: readonly HeadLine[]) =>
    lines.toSorted((a, b) => Number(b.isCalled) - Number(a.isCalled));
  const all = [...groups.values()].map((group) => ({ ...group, lines: calledFirst(group.lines) }));
  return all.toSorted((a, b) => Number(hasCall(b)) - Number(hasCall(a)));
}

/** Of numbers without a unit, how large they are: a share and a mean distance do not share an axis. */
function scaleOf({ values, domain, unit }: HeadQuantity): string {
  if (unit !== '') return '';
  if (domain !== undefined) return domain.join();
  const [low = 0, high = 0] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  return size === 0 ? '0' : `${Math.floor(Math.log10(size))}`;
}

function hasCall({ lines }: Pick<HeadLines, 'lines'>): boolean {
  return lines.some(({ isCalled }) => isCalled);
}

function ends({ low, high }: { readonly low: number | null; readonly high: number | null }) {
  return low === null || high === null ? null : ([low, high] as const);
}
