/** What is said of every head by every detector, read off the result of a patterns analysis. */
import type { Estimate } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { type Detector, detectorNamed, SAME_AS } from './detectors.ts';
import { type Lift, LIFTS } from './options.ts';

/**
 * 'called': above the margin on the first half of the texts, and with the whole interval on the second, q included; 'fell':
 * above it on the first half, and its mean not on the second; 'undecided': its mean on the second too, but not its whole interval, or
 * q does not say so; 'none': not above it on the first; 'undefined': nothing to measure, or nothing on the second half to tell.
 */
export type PatternVerdict = 'called' | 'fell' | 'undecided' | 'none' | 'undefined';

export interface PatternCell {
  readonly layer: number;
  readonly head: number;
  readonly detector: string;
  readonly verdict: PatternVerdict;
  /** Texts in which there is something to look at. */
  readonly n: number;
  readonly score: number | null;
  readonly nullUniform: number | null;
  readonly nullPosition: number | null;
  /** What heads are called by, over all texts. */
  readonly lift: Estimate;
  /** The same of the three kinds of lift. */
  readonly lifts: Readonly<Record<Lift, number | null>>;
  readonly scoreSinksExcluded: number | null;
  readonly mul: number | null;
  readonly abs: number | null;
  readonly discoveryLift: number | null;
  /** On unseen texts. */
  readonly validation: Estimate;
  readonly sharePositive: number | null;
  readonly q: number | null;
}

/** [layers * heads] of one detector. */
export interface PatternColumn {
  readonly detector: Detector;
  readonly cells: readonly PatternCell[];
}

/** Names of the detectors of a result, in their order. */
export function detectorsOf(result: NamedTensors): string[] {
  return [...result.keys()].flatMap((key) => /^detectors\.(.+)\.score$/.exec(key)?.[1] ?? []);
}

/** What a lift is over, in this result. */
export function liftRuleOf(result: NamedTensors): Lift {
  return LIFTS[scalarOf(result, 'lift_rule') ?? 0] ?? 'uniform';
}

const TENSOR_OF_LIFT = {
  uniform: 'lift',
  'own-positions': 'lift_position',
  'sinks-excluded': 'lift_sinks_excluded',
} as const satisfies Record<Lift, string>;

/** Every detector with its cells, also those of which nothing is defined. */
export function patternColumns(result: NamedTensors): PatternColumn[] {
  const margin = scalarOf(result, 'margin') ?? 0;
  const rule = liftRuleOf(result);
  return detectorsOf(result).map((name) => {
    const { shape } = tensorOf(result, `detectors.${name}.score`);
    const [layers = 0, heads = 0] = shape;
    const numbers = (key: string) => tensorOf(result, `detectors.${name}.${key}`).data;
    const at = (key: string, place: number) => orNull(numbers(key)[place]);
    const estimate = (mean: number | null, interval: string, place: number): Estimate => ({
      mean,
      low: at(interval, 2 * place),
      high: at(interval, 2 * place + 1),
    });
    const cells = Array.from({ length: layers * heads }, (_, place): PatternCell => {
      const lifts = {
        uniform: at('lift', place),
        'own-positions': at('lift_position', place),
        'sinks-excluded': at('lift_sinks_excluded', place),
      };
      // What sinks themselves get is not there when they are left out.
      const isSinks = rule === 'sinks-excluded' && numbers(TENSOR_OF_LIFT[rule]).every(Number.isNaN);
      const measured = {
        layer: Math.floor(place / heads),
        head: place % heads,
        detector: name,
        n: at('n', place) ?? 0,
        score: at('score', place),
        nullUniform: at('null_uniform', place),
        nullPosition: at('null_position', place),
        lift: estimate(isSinks ? lifts.uniform : lifts[rule], 'lift_interval', place),
        lifts,
        scoreSinksExcluded: at('score_sinks_excluded', place),
        mul: at('mul', place),
        abs: at('abs', place),
        discoveryLift: at('discovery_lift', place),
        validation: estimate(at('validation_lift', place), 'validation_interval', place),
        sharePositive: at('validation_share_positive', place),
        q: at('q', place),
      };
      return { ...measured, verdict: verdictOf(measured, margin) };
    });
    return { detector: detectorNamed(name), cells };
  });
}

function verdictOf(
  { lift, discoveryLift, validation: { mean, low }, q }: Omit<PatternCell, 'verdict'>,
  margin: number,
): PatternVerdict {
  if (lift.mean === null) return 'undefined';
  if (discoveryLift === null || discoveryLift <= margin) return 'none';
  // With nothing on the second half to hold it against, it did not fall.
  if (mean === null || low === null || q === null) return 'undefined';
  if (low > margin && q <= LARGEST_Q) return 'called';
  return mean > margin ? 'undecided' : 'fell';
}

/** Whether it lay above the margin on the first half, and there is something to hold it against. */
export function isCandidate({ verdict }: Pick<PatternCell, 'verdict'>): boolean {
  return verdict === 'called' || verdict === 'undecided' || verdict === 'fell';
}

/** Whether the head's own mean attention by relative position gives as much, to within the margin: a mean, without an interval. */
export function isOfPosition({ lifts }: Pick<PatternCell, 'lifts'>, margin: number): boolean {
  const over = lifts['own-positions'];
  return over !== null && over <= margin;
}

/** Whether nothing of it is left with sinks excluded: what a sink gets looks like the pattern that names its place. */
export function isOfSinks({ lifts }: Pick<PatternCell, 'lifts'>, margin: number): boolean {
  const without = lifts['sinks-excluded'];
  return without !== null && without <= margin;
}

/**
 * Whether the lift lies above the margin over all texts and nothing can be said of it: on one half there are too few texts, or
 * clusters of them, that have it.
 */
export function isLoudUntested(
  { lift, verdict, discoveryLift }: Pick<PatternCell, 'lift' | 'verdict' | 'discoveryLift'>,
  margin: number,
): boolean {
  if (lift.mean === null || lift.mean <= margin) return false;
  return verdict === 'undefined' || (verdict === 'none' && discoveryLift === null);
}

/**
 * The detectors that a screen shows: those that say the same as another one once, and those of which something is defined.
 */
export function shownColumns(columns: readonly PatternColumn[]): PatternColumn[] {
  const names = new Set(columns.map(({ detector }) => detector.name));
  const twins = new Set(Object.entries(SAME_AS).flatMap(([name, same]) => (names.has(name) ? [same] : [])));
  return columns.filter(
    ({ detector, cells }) => !twins.has(detector.name) && cells.some(({ lift }) => lift.mean !== null),
  );
}

/** Detectors that nothing in the texts could be measured of. */
export function undefinedDetectors(columns: readonly PatternColumn[]): Detector[] {
  return columns
    .filter(({ cells }) => cells.every(({ lift }) => lift.mean === null))
    .map(({ detector }) => detector);
}

/** A head with what it is called, the strongest first. */
export interface PatternHead {
  readonly layer: number;
  readonly head: number;
  readonly called: readonly PatternCell[];
  readonly undecided: readonly PatternCell[];
  readonly fell: readonly PatternCell[];
}

/** @param columns that are shown */
export function patternHeads(columns: readonly PatternColumn[]): PatternHead[] {
  const [first] = columns;
  return (first?.cells ?? []).map(({ layer, head }, place) => {
    const own = columns.flatMap(({ cells }) => cells[place] ?? []);
    const sorted = (verdict: PatternVerdict) =>
      own
        .filter((cell) => cell.verdict === verdict)
        .toSorted((a, b) => (b.validation.mean ?? -1) - (a.validation.mean ?? -1));
    return {
      layer,
      head,
      called: sorted('called'),
      undecided: sorted('undecided'),
      fell: sorted('fell'),
    };
  });
}

/** Heads with the same strongest name together: groups in the order of detectors, those that are not called last. */
export interface PatternGroup {
  /** null: not called. */
  readonly detector: Detector | null;
  readonly heads: readonly PatternHead[];
}

export function patternGroups(columns: readonly PatternColumn[]): PatternGroup[] {
  const heads = patternHeads(columns);
  const named = columns.flatMap(({ detector }): PatternGroup[] => {
    const own = heads
      .filter(({ called }) => called[0]?.detector === detector.name)
      .toSorted((a, b) => (b.called[0]?.validation.mean ?? 0) - (a.called[0]?.validation.mean ?? 0));
    return own.length === 0 ? [] : [{ detector, heads: own }];
  });
  const others = heads.filter(({ called }) => called.length === 0);
  return others.length === 0 ? named : [...named, { detector: null, heads: others }];
}
