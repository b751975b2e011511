/** The heads of a model with all that analyses know of them: one number for each head and quantity, and what heads are called. */
import { formatNumbers } from '../analyses/head-figures/head-map.ts';
import { orNull } from '../analyses/named-tensor.ts';
import {
  type HeadOutcome,
  type HeadNumbers,
  type HeadPlace,
  type HeadQuantity,
  numberAt,
  rankedNumbers,
  rankedPart,
} from '../analyses/of-heads.ts';

/** The analysis that something is known by. */
export interface HeadSource {
  readonly analysisId: number;
  readonly kind: string;
  /** Of its kind: 'Induction'. */
  readonly title: string;
  /** null for one that is of no run. */
  readonly runId: number | null;
  /** The set, texts or run that it is of, for a sentence: names of data are set apart (`isolated`); '' for a model alone. */
  readonly subject: string;
  /** Those that could be computed, and what they are called. */
  readonly items: number;
  readonly unit: string;
}

export interface HeadColumn {
  /** Unique in the catalogue: 'induction_score', with the analysis' number between them where a kind has several. */
  readonly key: string;
  readonly source: HeadSource;
  readonly quantity: HeadQuantity;
}

export interface HeadCatalogue {
  readonly model: { readonly name: string; readonly layers: number; readonly heads: number };
  readonly columns: readonly HeadColumn[];
}

/** What a head is called, and by what. */
export interface HeadCall {
  readonly as: string;
  readonly outcome: HeadOutcome;
  readonly column: HeadColumn;
  /** What the call is about, on unseen items where it is about those: '0.876 [0.847, 0.892]' */
  readonly value: string;
}

/**
 * Columns of all sources, those of the newest analyses first. Several analyses of one run and kind are one source: each
 * quantity is that of the newest which has it.
 * @param known what each source knows
 */
export function columnsOf(
  known: readonly { readonly source: HeadSource; readonly quantities: readonly HeadQuantity[] }[],
): HeadColumn[] {
  const numberOf = ({ runId, analysisId }: HeadSource) => runId ?? analysisId;
  const columns = new Map<string, HeadColumn>();
  for (const { source, quantities } of known) {
    const numbers = known
      .filter(({ source: { kind } }) => kind === source.kind)
      .map((one) => numberOf(one.source));
    const prefix = new Set(numbers).size === 1 ? source.kind : `${source.kind}_${numberOf(source)}`;
    for (const quantity of quantities) {
      const key = `${prefix.replaceAll('-', '_')}_${quantity.name}`;
      if (!columns.has(key)) columns.set(key, { key, source, quantity });
    }
  }
  return [...columns.values()];
}

/** 'Induction 3', 'Statistics of run 2, negation' */
export function sourceWords({ analysisId, title, runId, subject }: HeadSource): string {
  const name = runId === null ? `${title} ${analysisId}` : `${title} of run ${runId}`;
  return subject === '' ? name : `${name}, ${subject}`;
}

/** The same where there is little room: 'run 2 · negation'. */
export function sourceInShort({ analysisId, title, runId, subject }: HeadSource): string {
  const name = runId === null ? `${title} ${analysisId}` : `run ${runId}`;
  return subject === '' ? name : `${name} · ${subject}`;
}

/** Of a run that nothing was compared in: by it no head can be said to respond. */
export function isUncompared({ source, quantity }: HeadColumn): boolean {
  return source.kind === 'statistics' && quantity.question === 'responds' && quantity.q === undefined;
}

export function placeOf({ heads }: { readonly heads: number }, { layer, head }: HeadPlace): number {
  return layer * heads + head;
}

/**
 * What a head is called, and what it was called and fell: once for each name and source, by the first quantity of it that says
 * so.
 */
export function callsOfHead({ columns, model }: HeadCatalogue, at: HeadPlace): HeadCall[] {
  const place = placeOf(model, at);
  const calls: HeadCall[] = [];
  for (const outcome of ['called', 'fell'] as const)
    for (const column of columns) {
      const { called, unit } = column.quantity;
      if (called?.outcomes[place] !== outcome) continue;
      const { as } = called;
      if (calls.some((call) => call.as === as && call.column.source === column.source)) continue;
      calls.push({ as, outcome, column, value: formatNumbers(calledBy(column.quantity), place, unit) });
    }
  return calls;
}

/** The numbers that a call is about: of unseen items where the kind calls by those. Wherever a name stands, its number is of these. */
export function calledBy(quantity: HeadQuantity): HeadNumbers {
  return quantity.unseen ?? quantity;
}

/** The place of a head among all by a quantity. */
export interface HeadRank {
  /** 1 for the one that goes furthest in its direction. */
  readonly rank: number;
  /** Counted from the most negative: of a quantity that goes both ways, at a head below 0, where a large effect is no low rank. */
  readonly isFromBelow: boolean;
  /** Of the difference from the control, not of the number itself. */
  readonly isOfDifference: boolean;
}

/** From the largest, and from the lowest where it is the lowest that counts; null where it is undefined there. */
export function rankOf(quantity: HeadQuantity, at: HeadPlace): HeadRank | null {
  const { values } = rankedNumbers(quantity);
  const own = orNull(values[placeOf(quantity, at)]);
  if (own === null) return null;
  const isLowestFirst = quantity.lowestFirst === true;
  const goesBothWays = quantity.called === undefined ? quantity.signed : quantity.called.bothWays === true;
  const isFromBelow = !isLowestFirst && goesBothWays && own < 0;
  const isBefore = (value: number) => (isLowestFirst || isFromBelow ? value < own : value > own);
  return {
    rank: 1 + values.reduce((before, value) => before + (isBefore(value) ? 1 : 0), 0),
    isFromBelow,
    isOfDifference: rankedPart(quantity) === 'difference',
  };
}

/** What heads of two models are called, side by side. */
export interface CallComparison {
  readonly as: string;
  /** null: no analysis of that model says it. */
  readonly models: readonly (CallSummary | null)[];
}

export interface CallSummary {
  readonly called: number;
  /** Of all heads. */
  readonly share: number;
  /** Among those called the head that goes furthest by what it is called by, with its number: see {@link STRONGEST_WORDS}. */
  readonly strongest: { readonly layer: number; readonly head: number; readonly value: string } | null;
  /** Where those that are called sit: 0 the first layer, 1 the last; null where none is, or there is one layer. */
  readonly depth: number | null;
}

/** Which head is the strongest of those that are called. */
export const STRONGEST_WORDS =
  'the head that goes furthest by what it is called by: its difference from a control, or its own number; where heads are called on unseen texts, by those';

/** By name; where several quantities call the same, by the first of them. */
export function compareCalls(catalogues: readonly HeadCatalogue[]): CallComparison[] {
  const names = catalogues.flatMap(({ columns }) =>
    columns.flatMap(({ quantity: { called } }) => called?.as ?? []),
  );
  return [...new Set(names)].map((as) => ({ as, models: catalogues.map((one) => summaryOf(one, as)) }));
}

function summaryOf({ columns, model: { layers } }: HeadCatalogue, as: string): CallSummary | null {
  const quantity = columns.find((column) => column.quantity.called?.as === as)?.quantity;
  if (quantity === undefined) return null;
  const numbers = quantity.unseen ?? rankedNumbers(quantity);
  const places = [...numbers.values.keys()].filter((place) => quantity.called?.outcomes[place] === 'called');
  const layerOf = (place: number) => Math.floor(place / quantity.heads);
  const sizeOf = (place: number) => {
    const mean = numberAt(numbers, place).mean ?? 0;
    return quantity.lowestFirst === true ? -mean : Math.abs(mean);
  };
  const strongest = places.reduce<number | null>(
    (best, place) => (best === null || sizeOf(place) > sizeOf(best) ? place : best),
    null,
  );
  return {
    called: places.length,
    share: places.length / numbers.values.length,
    strongest:
      strongest === null
        ? null
        : {
            layer: layerOf(strongest),
            head: strongest % quantity.heads,
            value: formatNumbers(calledBy(quantity), strongest, quantity.unit),
          },
    depth:
      places.length === 0 || layers < 2
        ? null
        : places.reduce((sum, place) => sum + layerOf(place), 0) / places.length / (layers - 1),
  };
}
