/**
 * What it costs to take a head away: the loss on unseen texts with what the head reads out replaced, less the loss without, over
 * all tokens that are foretold, over those where its detector fires, and over the others. docs/science.md, section 5.
 */
import type { AblationMethod } from '../ablation/methods.ts';
import { aggregateSteps } from '../../statistics/aggregate.ts';
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensor, namedTensor, type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { LiftEstimate } from './calls.ts';
import type { DetectorCells, MarkedText } from './cells.ts';
import { detectorNamed, DETECTORS } from './detectors.ts';
import { MARK } from './token-marks.ts';

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

const KEY_MARKS: Readonly<Record<string, number>> = {
  full_stop: MARK.fullStop,
  space: MARK.space,
  word_start: MARK.wordStart,
  punctuation: MARK.punctuation,
  digit: MARK.digit,
  uppercase: MARK.uppercase,
  mater_lectionis: MARK.mater,
  final_form: MARK.finalForm,
  niqqud: MARK.niqqud,
  negation_cue: MARK.cue,
};

/**
 * [n] 1 where the detector fires at the prediction of the token at a position. Of a decoder the query is the token before it,
 * of an encoder the masked token itself. Detectors of a kind of key have some for nearly every query: theirs fires where the
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

/** Means of a text's increases over {@link PLACES_OF_COST}; NaN where no token is there. */
export function costsOf(increases: Float64Array, positions: readonly number[], fires: Uint8Array): number[] {
  const mean = (isIn: (at: number) => boolean) => {
    const own = increases.filter((_, index) => isIn(positions[index] ?? 0));
    return own.length === 0 ? Number.NaN : own.reduce((sum, one) => sum + one, 0) / own.length;
  };
  return [mean(() => true), mean((at) => fires[at] === 1), mean((at) => fires[at] !== 1)];
}

/**
 * @param costs of each unseen text [explained, method, place]
 * @returns `ablation.explained` [explained, of] layer, head and place of the detector in {@link DETECTORS};
 *   `ablation.cost` [explained, method, place] mean over texts, `ablation.cost_interval`, `ablation.n`
 */
export function* combineCosts(
  costs: readonly Float64Array[],
  heads: readonly ExplainedHead[],
  clusters: Int32Array | null,
  seed: number,
): Generator<number, NamedTensors, void> {
  const width = heads.length * EXPLAINING_METHODS.length * PLACES_OF_COST.length;
  if (heads.length === 0 || costs.length === 0) return new Map();
  const values = new Float64Array(costs.length * width);
  costs.forEach((own, row) => values.set(own, row * width));
  const { columns } = yield* aggregateSteps({
    columns: Array.from({ length: width }, () => ({
      family: 'cost',
      signed: false,
      change: 'high' as const,
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
  const grid = {
    explained: heads.length,
    method: EXPLAINING_METHODS.length,
    place: PLACES_OF_COST.length,
  };
  const detector = ({ detector: own }: ExplainedHead) => DETECTORS.findIndex(({ name }) => name === own);
  return new Map<string, NamedTensor>([
    [
      'ablation.explained',
      namedTensor(
        { explained: heads.length, of: 3 },
        Int32Array.from(heads.flatMap((head) => [head.layer, head.head, detector(head)])),
      ),
    ],
    [
      'ablation.n',
      namedTensor(
        grid,
        Float64Array.from(columns, ({ n }) => n),
      ),
    ],
    [
      'ablation.cost',
      namedTensor(
        grid,
        Float64Array.from(columns, ({ mean }) => mean ?? Number.NaN),
      ),
    ],
    [
      'ablation.cost_interval',
      namedTensor(
        { ...grid, end: 2 },
        Float64Array.from(
          columns.flatMap(({ ci_low, ci_high }) => [ci_low ?? Number.NaN, ci_high ?? Number.NaN]),
        ),
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
  readonly cost: LiftEstimate;
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

/** Of the head that costs most where its detector fires. */
export function explanationSentences(result: NamedTensors): string[] {
  const rows = explanationRows(result).filter(({ method }) => method === 'zero');
  const [worst] = rows
    .filter(({ where, cost }) => where === 'detector' && cost.mean !== null)
    .toSorted((a, b) => (b.cost.mean ?? 0) - (a.cost.mean ?? 0));
  if (worst === undefined) return [];
  const { layer, head, detector } = worst;
  const elsewhere = rows.find(
    (row) =>
      row.where === 'elsewhere' && row.layer === layer && row.head === head && row.detector === detector,
  );
  const words = ({ mean, low, high }: LiftEstimate) =>
    `${formatValue(mean)}${low === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`}`;
  const beside = elsewhere?.cost.mean == null ? '' : ` and ${words(elsewhere.cost)} elsewhere`;
  return [
    `Taking away L${layer} H${head} costs ${words(worst.cost)} nats a token where ${detectorNamed(detector).title} fires${beside}.`,
  ];
}
