/** What every figure is: an ECharts option of plain data, its size in pixels, and the words that belong to it. */
import { isolated, quoted } from '../isolated.ts';
import { type Queries, QUERY_WORDS } from '../metrics/queries.ts';
import { partOfCaption, type PartOfRun, partOfRun } from './part-of-run.ts';
import type { FigureOption } from './echarts.ts';

/** What the screen shows when the pointer rests on a mark. Files have none. */
export interface Hint {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  /** Hatched while the hint shows: the data of an SVG path, in the pixels of the figure or of the small map. */
  readonly hatch?: string;
}

/** A cell or a bar: the nth of a series. */
export interface Mark {
  readonly seriesIndex: number;
  readonly dataIndex: number;
}

export interface Figure {
  readonly title: string;
  /** Plain data, no callbacks: the screen and the exporter draw the very same one. */
  readonly option: FigureOption;
  /** The size in pixels that the option is laid out for. */
  readonly width: number;
  readonly height: number;
  /** How to read it, where colour and labels don't say it all; '' where they do. */
  readonly note: string;
  /** Run, model, set and n. */
  readonly caption: string;
  /** Of what is drawn of a pair or of an input, in files: its sentences, each set apart for its own direction. */
  readonly sentences?: string;
  /** Words for a mark; null where it has none (a selection outline). */
  hint(seriesIndex: number, dataIndex: number): Hint | null;
  /**
   * The mark at a point, in the figure's pixels. Only figures have it in which ECharts cannot tell: where all marks are one
   * picture, and where there is something to say of a mark that is not drawn.
   */
  readonly markAt?: (x: number, y: number) => Mark | null;
}

/** What stands in words under the drawing of a file: the sentences, how to read it, and where it comes from. */
export function wordsUnder({ sentences = '', note, caption }: Figure): string[] {
  return [sentences, note, caption].filter((text) => text !== '');
}

/** How many marks a figure draws: cells, bars. */
export function countMarks({ option }: Pick<Figure, 'option'>): number {
  const series = [option.series ?? []].flat();
  return series.reduce((sum, { data }) => sum + (Array.isArray(data) ? data.length : 0), 0);
}

/** The run a figure is made from. */
export interface FigureSource {
  readonly run: number;
  readonly model: string;
  readonly set: string;
  readonly controlSet: string | null;
  /** The queries that metrics are taken over. */
  readonly queries: Queries;
  /** Where the run is not over. */
  readonly part?: PartOfRun | undefined;
}

/** What the captions of figures say of a run. */
export function figureSource(run: {
  readonly id: number;
  readonly model: { readonly name: string };
  readonly set: { readonly name: string };
  readonly controlSet: { readonly name: string } | null;
  readonly provenance: { readonly queries: Queries };
  readonly state: string;
  readonly done: number;
  readonly total: number;
}): FigureSource {
  return {
    run: run.id,
    model: run.model.name,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    queries: run.provenance.queries,
    part: partOfRun(run),
  };
}

/** 'Run 12 · all-MiniLM-L6-v2 · “negation” (n = 248) against “negation-control” (n = 250) · all queries'; `controlN` null: not said; `group` is a label of the set. */
export function captionOfSet(source: FigureSource, n: number, controlN: number | null, group = ''): string {
  const set = group === '' ? quoted(source.set) : `${quoted(source.set)}, label ${quoted(group)}`;
  const against =
    source.controlSet === null
      ? ''
      : ` against ${quoted(source.controlSet)}${controlN === null ? '' : ` (n = ${controlN})`}`;
  return `Run ${source.run} · ${isolated(source.model)} · ${set} (n = ${n})${against} · ${QUERY_WORDS[source.queries]}${partOfCaption(source.part)}`;
}

/** Pairs are counted from 1 where people see them: `position` is the place in the set's order, from 0. */
export function pairNumber(position: number): number {
  return position + 1;
}

/** 'Run 12 · all-MiniLM-L6-v2 · “negation”, pair 17 (n = 1 pair, 8 and 9 tokens)'. */
export function captionOfPair(
  source: FigureSource,
  pair: { readonly position: number; readonly role: 'set' | 'control' | 'neutral' },
  tokens: readonly [number, number],
): string {
  const set = pair.role === 'control' ? (source.controlSet ?? source.set) : source.set;
  const neutral = pair.role === 'neutral' ? ' with its neutral' : '';
  return `Run ${source.run} · ${isolated(source.model)} · ${quoted(set)}, pair ${pairNumber(pair.position)}${neutral} (n = 1 pair, ${tokens[0]} and ${tokens[1]} tokens)`;
}

const MINUS = '−';

/** A number for people: three decimals, fewer for large ones, more for small ones; 'undefined' for null and NaN. */
export function formatValue(value: number | null, unit = ''): string {
  if (value === null || !Number.isFinite(value)) return 'undefined';
  const size = Math.abs(value);
  const plain =
    Number.isInteger(value) || size >= 1000
      ? size.toFixed(0)
      : size >= 0.01
        ? size.toFixed(3)
        : Number(size.toPrecision(2)).toString();
  return withUnit(`${value < 0 ? MINUS : ''}${plain}`, unit);
}

/** Units of which one is said by another word. */
const ONE_OF: Readonly<Record<string, string>> = {
  bits: 'bit',
  nats: 'nat',
  tokens: 'token',
  statements: 'statement',
  pairs: 'pair',
  heads: 'head',
};

/** '0.3 bits', '1 bit': a number with its unit, which may be ''. */
export function withUnit(number: string, unit: string): string {
  if (unit === '') return number;
  return `${number} ${number === '1' || number === `${MINUS}1` ? (ONE_OF[unit] ?? unit) : unit}`;
}

/** A number that was chosen, not measured, as it was given: ±0.03, and no 0.030. */
export function formatChosen(value: number | null, unit = ''): string {
  return value === null ? formatValue(null) : withUnit(formatBound(value), unit);
}

/** An end of a scale, without the zeros that carry nothing: 0.2, −1, 12. */
export function formatBound(value: number): string {
  return `${value < 0 ? MINUS : ''}${Number(Math.abs(value).toPrecision(3))}`;
}
