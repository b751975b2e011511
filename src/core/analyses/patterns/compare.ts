/** Two models beside each other, detector by detector: how many of their heads are called, how strongly, and how deep they sit. */
import type { PatternCell, PatternColumn } from './calls.ts';
import type { Detector } from './detectors.ts';

export interface ComparedSide {
  /** Heads that are called, of all. */
  readonly called: number;
  readonly heads: number;
  /** The called head with the largest lift on unseen text; null where none is called. */
  readonly strongest: PatternCell | null;
  /** Mean layer of the called heads as a share of the way from the first layer, 0, to the last, 1; null for one layer, or none called. */
  readonly depth: number | null;
}

export interface ComparedDetector {
  readonly detector: Detector;
  /** null where the model's texts have nothing of it. */
  readonly sides: readonly [ComparedSide | null, ComparedSide | null];
}

/** Detectors that are defined for either. */
export function compareDetectors(
  first: readonly PatternColumn[],
  second: readonly PatternColumn[],
): ComparedDetector[] {
  const detectors = new Map([...first, ...second].map(({ detector }) => [detector.name, detector] as const));
  return [...detectors.values()].map((detector) => ({
    detector,
    sides: [sideOf(first, detector), sideOf(second, detector)],
  }));
}

function sideOf(columns: readonly PatternColumn[], { name }: Detector): ComparedSide | null {
  const cells = columns.find(({ detector }) => detector.name === name)?.cells;
  if (cells === undefined || cells.every(({ lift }) => lift.mean === null)) return null;
  const called = cells
    .filter(({ verdict }) => verdict === 'called')
    .toSorted((a, b) => (b.validation.mean ?? 0) - (a.validation.mean ?? 0));
  const last = Math.max(0, ...cells.map(({ layer }) => layer));
  return {
    called: called.length,
    heads: cells.length,
    strongest: called[0] ?? null,
    depth:
      called.length === 0 || last === 0
        ? null
        : called.reduce((sum, { layer }) => sum + layer / last, 0) / called.length,
  };
}
