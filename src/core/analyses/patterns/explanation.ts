/**
 * What it costs to take a head away: the loss on unseen texts with what the head reads out replaced, less the loss without, over
 * all tokens that are told, over those where its detector fires, over the others, and the difference of the two, text by text.
 * docs/science.md, section 5.
 */
import type { AblationMethod } from '../ablation/methods.ts';
import { aggregateSteps, type ColumnStatistics } from '../../statistics/aggregate.ts';
import type { Estimate } from '../estimate.ts';
import { type NamedTensor, namedTensor, type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { DetectorCells, MarkedText } from './cells.ts';
import { detectorNamed, DETECTORS } from './detectors.ts';
import { KEY_MARKS } from './key-marks.ts';

/** A head to take away, and the detector that its tokens are told apart by. */
export interface ExplainedHead {
  readonly layer: number;
  readonly head: number;
  readonly detector: string;
}

export const EXPLAINING_METHODS = [
  'zero',
  'mean_set',
  'resample',
] as const satisfies readonly AblationMethod[];
export const PLACES_OF_COST = ['all', 'detector', 'elsewhere'] as const;

const EXPLAINED = /^L(\d{1,5})H(\d{1,5}):(.+)$/i;

/** 'L2H2:space, L0H1:previous' @returns null where it is not so written */
export function readExplained(text: string): ExplainedHead[] | null {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const heads = entries.map((entry): ExplainedHead | null => {
    const [, layer, head, detector = ''] = EXPLAINED.exec(entry) ?? [];
    return DETECTORS.some(({ name }) => name === detector)
      ? { layer: Number(layer), head: Number(head), detector }
      : null;
  });
  return heads.every((head) => head !== null) ? heads : null;
}

export function writeExplained(heads: readonly ExplainedHead[]): string {
  return heads.map(({ layer, head, detector }) => `L${layer}H${head}:${detector}`).join(',');
}

/**
 * [n] 1 where the detector fires at the prediction of the token at a position. Of a decoder the query is the token before it,
 * of an encoder the masked token itself, by the text as it stands with nothing masked. Detectors of a kind of key have some for nearly every query: theirs fires where the
 * token right before is such a key.
 *
 * @param cells of this detector alone
 */
export function firesAt(detector: string, { marks }: MarkedText, cells: DetectorCells): Uint8Array {
  const mark = detectorNamed(detector).fires === 'after' ? KEY_MARKS[detector] : undefined;
  if (mark !== undefined)
    return Uint8Array.from(marks, (_, at) => (at > 0 && ((marks[at - 1] ?? 0) & mark) !== 0 ? 1 : 0));
  const queries = new Set(cells.query);
  return Uint8Array.from(marks, (_, at) => (queries.has(cells.causal ? at - 1 : at) ? 1 : 0));
}

/** What was measured on one unseen text. E heads explained, M methods. */
export interface ExplainedText {
  /** [E, M, place] means over {@link PLACES_OF_COST}, nats; NaN where no token is there, or nothing could be put in */
  readonly costs: Float64Array;
  /** [E, 2] tokens where the detector fires, and others */
  readonly tokens: Float64Array;
}

/**
 * @param positions of the tokens that are told
 * @param increases of each head and method, at those positions; null where nothing could be put in
 * @param fires of each head [n]
 */
export function explainedPart(
  positions: readonly number[],
  increases: readonly (readonly number[] | null)[],
  fires: readonly Uint8Array[],
): NamedTensors {
  const methods = EXPLAINING_METHODS.length;
  const costs = fires.flatMap((own, head) =>
    EXPLAINING_METHODS.flatMap((_, method) =>
      costsOf(increases[head * methods + method] ?? [], positions, own),
    ),
  );
  const tokens = fires.flatMap((own) => {
    const firing = positions.filter((at) => own[at] === 1).length;
    return [firing, positions.length - firing];
  });
  return new Map([
    [
      'costs',
      namedTensor(
        { explained: fires.length, method: methods, place: PLACES_OF_COST.length },
        Float64Array.from(costs),
      ),
    ],
    ['cost_tokens', namedTensor({ explained: fires.length, of: 2 }, Float64Array.from(tokens))],
  ]);
}

/** null of a text on which no head was taken away. */
export function readExplainedPart(part: NamedTensors): ExplainedText | null {
  if (!part.has('costs')) return null;
  const [costs, tokens] = ['costs', 'cost_tokens'].map((name) =>
    Float64Array.from(tensorOf(part, name).data),
  );
  return costs === undefined || tokens === undefined ? null : { costs, tokens };
}

/** Means of a text's increases over {@link PLACES_OF_COST}; NaN where no token is there. */
function costsOf(increases: readonly number[], positions: readonly number[], fires: Uint8Array): number[] {
  const mean = (isIn: (at: number) => boolean) => {
    const own = increases.filter((_, index) => isIn(positions[index] ?? 0));
    return own.length === 0 ? Number.NaN : own.reduce((sum, one) => sum + one, 0) / own.length;
  };
  return [mean(() => true), mean((at) => fires[at] === 1), mean((at) => fires[at] !== 1)];
}

/** The places, and where the detector fires less elsewhere. */
const COLUMNS = PLACES_OF_COST.length + 1;

/** [E, M, COLUMNS] of one text */
function columnsOf({ costs }: ExplainedText): number[] {
  const columns: number[] = [];
  for (let at = 0; at < costs.length; at += PLACES_OF_COST.length) {
    const [all = Number.NaN, fires = Number.NaN, elsewhere = Number.NaN] = costs.subarray(
      at,
      at + PLACES_OF_COST.length,
    );
    columns.push(all, fires, elsewhere, fires - elsewhere);
  }
  return columns;
}

/**
 * @param texts that are unseen
 * @returns `ablation.explained` [explained, of] layer, head and place of the detector in {@link DETECTORS};
 *   `ablation.cost` [explained, method, place] mean over texts, `ablation.cost_interval`, `ablation.n`;
 *   `ablation.difference` [explained, method] where the detector fires less elsewhere, over texts that have both, with
 *   `…_interval`, `…_n`, `…_p` by sign flips and `…_q` over the heads explained, by method; `ablation.tokens` [explained, of]
 *   where it fires and elsewhere, of all texts
 */
export function* combineCosts(
  texts: readonly ExplainedText[],
  heads: readonly ExplainedHead[],
  clusters: Int32Array | null,
  seed: number,
): Generator<number, NamedTensors, void> {
  const methods = EXPLAINING_METHODS.length;
  const width = heads.length * methods * COLUMNS;
  if (heads.length === 0 || texts.length === 0) return new Map();
  const values = new Float64Array(texts.length * width);
  const tokens = new Float64Array(2 * heads.length);
  texts.forEach((own, row) => {
    values.set(columnsOf(own), row * width);
    own.tokens.forEach((count, at) => {
      tokens[at] = (tokens[at] ?? 0) + count;
    });
  });
  const isDifference = (at: number) => at % COLUMNS === COLUMNS - 1;
  const { columns } = yield* aggregateSteps({
    columns: Array.from({ length: width }, (_, at) => ({
      family: isDifference(at) ? `difference ${Math.floor(at / COLUMNS) % methods}` : 'cost',
      signed: isDifference(at),
      change: isDifference(at) ? ('either' as const) : ('high' as const),
      range: [null, null] as const,
    })),
    values,
    cluster: clusters,
    comparison: null,
    margins: null,
    marginShare: null,
    seed,
    topK: 0,
  });
  const means = columns.filter((_, at) => !isDifference(at));
  const differences = columns.filter((_, at) => isDifference(at));
  const byMethod = { explained: heads.length, method: methods };
  const grid = { ...byMethod, place: PLACES_OF_COST.length };
  const numbers = (own: readonly ColumnStatistics[], of: (column: ColumnStatistics) => number | null) =>
    Float64Array.from(own, (column) => of(column) ?? Number.NaN);
  const ends = (own: readonly ColumnStatistics[]) =>
    Float64Array.from(own.flatMap(({ ci_low, ci_high }) => [ci_low ?? Number.NaN, ci_high ?? Number.NaN]));
  const detector = ({ detector: own }: ExplainedHead) => DETECTORS.findIndex(({ name }) => name === own);
  const explained = Int32Array.from(heads.flatMap((head) => [head.layer, head.head, detector(head)]));
  return new Map<string, NamedTensor>([
    ['ablation.explained', namedTensor({ explained: heads.length, of: 3 }, explained)],
    ['ablation.tokens', namedTensor({ explained: heads.length, of: 2 }, tokens)],
    [
      'ablation.n',
      namedTensor(
        grid,
        numbers(means, ({ n }) => n),
      ),
    ],
    [
      'ablation.cost',
      namedTensor(
        grid,
        numbers(means, ({ mean }) => mean),
      ),
    ],
    ['ablation.cost_interval', namedTensor({ ...grid, end: 2 }, ends(means))],
    [
      'ablation.difference',
      namedTensor(
        byMethod,
        numbers(differences, ({ mean }) => mean),
      ),
    ],
    ['ablation.difference_interval', namedTensor({ ...byMethod, end: 2 }, ends(differences))],
    [
      'ablation.difference_n',
      namedTensor(
        byMethod,
        numbers(differences, ({ n }) => n),
      ),
    ],
    [
      'ablation.difference_p',
      namedTensor(
        byMethod,
        numbers(differences, ({ p_zero }) => p_zero),
      ),
    ],
    [
      'ablation.difference_q',
      namedTensor(
        byMethod,
        numbers(differences, ({ q_zero }) => q_zero),
      ),
    ],
  ]);
}

export interface ExplanationRow extends ExplainedHead {
  readonly method: (typeof EXPLAINING_METHODS)[number];
  readonly where: (typeof PLACES_OF_COST)[number];
  /** Unseen texts with such a token. */
  readonly n: number;
  /** Nats a token more. */
  readonly cost: Estimate;
}

/** [] where no head was taken away. */
export function explanationRows(result: NamedTensors): ExplanationRow[] {
  if (!result.has('ablation.explained')) return [];
  const explained = tensorOf(result, 'ablation.explained').data;
  const [mean, interval, n] = ['cost', 'cost_interval', 'n'].map(
    (name) => tensorOf(result, `ablation.${name}`).data,
  );
  return Array.from(mean ?? [], (value, at): ExplanationRow[] => {
    const where = PLACES_OF_COST[at % PLACES_OF_COST.length];
    const rest = Math.floor(at / PLACES_OF_COST.length);
    const method = EXPLAINING_METHODS[rest % EXPLAINING_METHODS.length];
    const row = 3 * Math.floor(rest / EXPLAINING_METHODS.length);
    if (where === undefined || method === undefined) return [];
    return [
      {
        layer: explained[row] ?? 0,
        head: explained[row + 1] ?? 0,
        detector: DETECTORS[explained[row + 2] ?? 0]?.name ?? '',
        method,
        where,
        n: n?.[at] ?? 0,
        cost: { mean: orNull(value), low: orNull(interval?.[2 * at]), high: orNull(interval?.[2 * at + 1]) },
      },
    ];
  }).flat();
}

/** One head taken away in one way: where its detector fires against elsewhere. */
export interface ExplainedDifference extends ExplainedHead {
  readonly method: (typeof EXPLAINING_METHODS)[number];
  /** Share of the tokens told at which the detector does not fire. */
  readonly shareElsewhere: number;
  readonly all: Estimate;
  readonly fires: Estimate;
  readonly elsewhere: Estimate;
  /** Texts that have both. */
  readonly n: number;
  /** Where the detector fires less elsewhere, text by text; nats a token. */
  readonly difference: Estimate;
  readonly p: number | null;
  readonly q: number | null;
}

/** By head and method; [] where no head was taken away. */
export function explainedDifferences(result: NamedTensors): ExplainedDifference[] {
  const rows = explanationRows(result);
  if (rows.length === 0) return [];
  const numbers = (name: string) => tensorOf(result, `ablation.${name}`).data;
  const [tokens, interval] = [numbers('tokens'), numbers('difference_interval')];
  const nothing: Estimate = { mean: null, low: null, high: null };
  return Array.from(numbers('difference'), (mean, at): ExplainedDifference[] => {
    const [all, fires, elsewhere] = rows.slice(at * PLACES_OF_COST.length, (at + 1) * PLACES_OF_COST.length);
    if (all === undefined) return [];
    const { layer, head, detector, method } = all;
    const explained = Math.floor(at / EXPLAINING_METHODS.length);
    const [firing = 0, others = 0] = tokens.subarray(2 * explained, 2 * explained + 2);
    return [
      {
        layer,
        head,
        detector,
        method,
        shareElsewhere: others / (firing + others),
        all: all.cost,
        fires: fires?.cost ?? nothing,
        elsewhere: elsewhere?.cost ?? nothing,
        n: numbers('difference_n')[at] ?? 0,
        difference: {
          mean: orNull(mean),
          low: orNull(interval[2 * at]),
          high: orNull(interval[2 * at + 1]),
        },
        p: orNull(numbers('difference_p')[at]),
        q: orNull(numbers('difference_q')[at]),
      },
    ];
  }).flat();
}
