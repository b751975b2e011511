/** The numbers under one question of a head's page: by analysis, each with its interval, control and rank. */
import { extent } from 'd3-array';
import {
  type HeadPlace,
  type HeadQuantity,
  type HeadQuestion,
  numberAt,
} from '../../../core/analyses/of-heads.ts';
import {
  callsOfHead,
  type HeadCatalogue,
  type HeadColumn,
  type HeadRank,
  type HeadSource,
  isUncompared,
  placeOf,
  rankOf,
} from '../../../core/heads/catalogue.ts';
import type { ForestMarks } from '../../../core/figures/forest-axis.ts';

export interface HeadLine {
  readonly column: HeadColumn;
  readonly marks: ForestMarks;
  /** Whether a call by it holds for this head. */
  readonly isCalled: boolean;
  readonly rank: HeadRank | null;
}

export interface HeadLines {
  readonly source: HeadSource;
  /** Of one unit: they share an axis. */
  readonly unit: string;
  readonly signed: boolean;
  /** Of a run without a control: these numbers cannot tell which heads respond. */
  readonly isUncompared: boolean;
  readonly lines: readonly HeadLine[];
}

/** Lines of different units do not share an axis, nor those of different analyses. What was compared with nothing stands last. */
export function linesOf(
  { columns, model }: HeadCatalogue,
  question: HeadQuestion,
  at: HeadPlace,
): HeadLines[] {
  const groups = new Map<string, Omit<HeadLines, 'lines'> & { lines: HeadLine[] }>();
  for (const column of columns) {
    const { quantity, source } = column;
    if (quantity.question !== question) continue;
    const uncompared = isUncompared(column);
    const key = `${source.analysisId} ${quantity.unit} ${scaleOf(quantity)} ${uncompared}`;
    const group = groups.get(key) ?? {
      source,
      unit: quantity.unit,
      signed: quantity.signed,
      isUncompared: uncompared,
      lines: [],
    };
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
  const place = (group: HeadLines): number => (group.isUncompared ? 2 : hasCall(group) ? 0 : 1);
  return all.toSorted((a, b) => place(a) - place(b));
}

/**
 * Runs whose pairs are shown for a head: those that it is called by, then others that were compared, then the rest; of each those
 * of the most pairs first, and the latest.
 */
export function runsOfHead(catalogue: HeadCatalogue, at: HeadPlace, most: number): number[] {
  const runsOf = (columns: readonly HeadColumn[]): number[] =>
    columns
      .flatMap(({ source: { runId }, quantity: { n } }) => (runId === null ? [] : [{ runId, n: n ?? 0 }]))
      .toSorted((a, b) => b.n - a.n || b.runId - a.runId)
      .map(({ runId }) => runId);
  const called = callsOfHead(catalogue, at).map(({ column }) => column);
  const compared = catalogue.columns.filter((column) => !isUncompared(column));
  const runs = new Set([...runsOf(called), ...runsOf(compared), ...runsOf(catalogue.columns)]);
  return [...runs].slice(0, most);
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
