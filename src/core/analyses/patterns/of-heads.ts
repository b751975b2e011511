/** What a patterns analysis knows of every head, for the head's page and the catalogue. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import type { HeadOutcome, HeadPlace, HeadProfile, HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import {
  detectorsOf,
  type PatternColumn,
  patternColumns,
  type PatternVerdict,
  shownColumns,
} from './calls.ts';
import { masksOf } from './masks.ts';
import { SAME_AS } from './detectors.ts';

const OUTCOMES = {
  called: 'called',
  fell: 'fell',
  undecided: 'undecided',
  none: 'none',
  undefined: 'untested',
} as const satisfies Record<PatternVerdict, HeadOutcome>;

/** The lift of each detector of which something is defined. */
export function patternsOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const masks = masksOf(detectorsOf(result));
  return shownColumns(patternColumns(result)).map((column) => quantityOf(column, masks, result));
}

/** A detector's name among the quantities of heads: a column's name has no minus. */
export function quantityName(detector: string): string {
  return detector.replace('-', 'minus_');
}

/** Other kinds measure these, too, and call by their own rules. */
const OF_OTHER_KINDS: ReadonlySet<string> = new Set(['induction', 'negation_cue']);

export function calledAs({ name, title }: Pick<PatternColumn['detector'], 'name' | 'title'>): string {
  return OF_OTHER_KINDS.has(name) ? `${title} pattern` : title;
}

function quantityOf(
  { detector, cells }: PatternColumn,
  masks: readonly string[],
  result: NamedTensors,
): HeadQuantity {
  const [layers = 0, heads = 0] = tensorOf(result, `detectors.${detector.name}.score`).shape;
  const numbers = (of: (cell: PatternColumn['cells'][number]) => number | null) =>
    Float64Array.from(cells, (cell) => of(cell) ?? Number.NaN);
  const mask = masks.indexOf(SAME_AS[detector.name] ?? detector.name);
  return {
    name: quantityName(detector.name),
    title: `Lift, ${detector.title}`,
    unit: '',
    question: 'looks',
    layers,
    heads,
    signed: true,
    domain: [-1, 1],
    n: Math.max(0, ...cells.map(({ n }) => n)),
    values: numbers(({ lift }) => lift.mean),
    low: numbers(({ lift }) => lift.low),
    high: numbers(({ lift }) => lift.high),
    unseen: {
      values: numbers(({ validation }) => validation.mean),
      low: numbers(({ validation }) => validation.low),
      high: numbers(({ validation }) => validation.high),
      n: Math.max(
        0,
        ...Array.from(
          tensorOf(result, `detectors.${detector.name}.validation_n`).data,
          (n) => orNull(n) ?? 0,
        ),
      ),
    },
    q: numbers(({ q }) => q),
    called: {
      as: calledAs(detector),
      not: ['not called', 'not called'],
      rule: `The lift lies above ${formatChosen(scalarOf(result, 'margin'))} on half of the texts, and on the others with its whole 95 % interval and q of at most ${LARGEST_Q}.`,
      outcomes: cells.map(({ verdict }) => OUTCOMES[verdict]),
    },
    byItem: { tensor: 'lift', at: mask },
  };
}

/** Relative positions on each side that a profile shows at most. */
const FARTHEST = 24;

/** A head's mean pattern by relative position, attention spread evenly beside it. */
export function patternsProfiles(result: NamedTensors, { layer, head }: HeadPlace): readonly HeadProfile[] {
  const { shape, data } = tensorOf(result, 'detectors.mean_by_offset');
  const [, heads = 0, offsets = 0] = shape;
  const middle = (scalarOf(result, 'longest') ?? 1) - 1;
  const first = Math.max(0, middle - FARTHEST);
  const end = Math.min(offsets, middle + FARTHEST + 1);
  const places = Array.from({ length: end - first }, (_, at) => first + at);
  const even = tensorOf(result, 'uniform_by_offset').data;
  return [
    {
      name: 'mean_pattern',
      title: 'Mean pattern by relative position',
      question: 'looks',
      axis: 'tokens away',
      unit: '',
      least: 0.05,
      at: places.map((place) => place - middle),
      curve: {
        mean: places.map((place) => orNull(data[(layer * heads + head) * offsets + place])),
        low: null,
        high: null,
      },
      control: {
        title: 'uniform over allowed keys',
        mean: places.map((place) => orNull(even[place])),
        low: null,
        high: null,
      },
      look: 'bars',
    },
  ];
}
