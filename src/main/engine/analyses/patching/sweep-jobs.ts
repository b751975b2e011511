/** What is put into what: one direction of one pair, and its cells. */
import { HOOK_PLACES, type PatchHook } from '../../../../core/analyses/patching/hooks.ts';
import type { HeadPlace } from '../../../../core/analyses/patching/together.ts';
import type { Outcome } from '../../../../core/effects/outcomes.ts';
import type { StatementRun, StatementToRun } from './statement-runs.ts';

/** A statement with what was read of it. */
export interface RunStatement extends StatementToRun, StatementRun {
  readonly outcome: Outcome;
}

/** Activations of `source` are put into the run of `base`. */
export interface PatchJob {
  readonly base: RunStatement;
  readonly source: RunStatement;
  /** Positions that correspond, ascending. */
  readonly aligned: readonly (readonly [source: number, base: number])[];
  /** Positions of the base without partner that get a mean; none where they are left. */
  readonly averaged: readonly number[];
  /** What KL and cosine are measured to. */
  readonly reference: Outcome | null;
}

/** One activation that is put in: a position, a head at all positions, or both. */
export interface PatchCell {
  readonly job: PatchJob;
  readonly hook: PatchHook;
  /** The lowest, where several are put in together. */
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  /** Heads that are put in all at once; null but for such a cell. */
  readonly together: readonly HeadPlace[] | null;
  /** Told the effect, as a share of the way from base to source. */
  readonly tell: (effect: number) => void;
}

/** Effects of one job at one hook point; NaN where nothing was put in. */
export interface JobEffects {
  /** [layer, position] or [layer, head]. */
  readonly values: Float64Array;
  /** [layer, head, position], where heads are told apart by position. */
  readonly byPosition: Float64Array | null;
}

/**
 * The cells of a job at one hook point, and the arrays that they fill.
 * @param heads of the hook point; null where it has none
 */
export function cellsOfJob(
  job: PatchJob,
  hook: PatchHook,
  {
    layers,
    heads,
    headPositions,
  }: { readonly layers: number; readonly heads: number | null; readonly headPositions: boolean },
): JobEffects & { readonly cells: PatchCell[] } {
  const tokens = job.base.ids.length;
  const positions = [...job.aligned.map(([, base]) => base), ...job.averaged].toSorted((a, b) => a - b);
  const cells: PatchCell[] = [];
  const byPositions = HOOK_PLACES[hook].axis === 'position';
  const width = byPositions ? tokens : (heads ?? 0);
  const values = new Float64Array(layers * width).fill(Number.NaN);
  const byPosition = headPositions ? new Float64Array(layers * width * tokens).fill(Number.NaN) : null;
  for (let layer = 0; layer < layers; layer++) {
    if (byPositions) {
      for (const position of positions)
        cells.push({
          job,
          hook,
          layer,
          head: null,
          position,
          together: null,
          tell: (effect) => (values[layer * width + position] = effect),
        });
      continue;
    }
    for (let head = 0; head < width; head++) {
      cells.push({
        job,
        hook,
        layer,
        head,
        position: null,
        together: null,
        tell: (effect) => (values[layer * width + head] = effect),
      });
      if (byPosition === null) continue;
      for (const position of positions)
        cells.push({
          job,
          hook,
          layer,
          head,
          position,
          together: null,
          tell: (effect) => (byPosition[(layer * width + head) * tokens + position] = effect),
        });
    }
  }
  return { values, byPosition, cells };
}

/** The one cell of a job in which several heads are put in at once. @param places one at least, the lowest layer first */
export function cellTogether(
  job: PatchJob,
  places: readonly HeadPlace[],
): { readonly values: Float64Array; readonly cells: PatchCell[] } {
  const values = new Float64Array(1).fill(Number.NaN);
  const cell: PatchCell = {
    job,
    hook: 'z',
    layer: places[0]?.layer ?? 0,
    head: null,
    position: null,
    together: places,
    tell: (effect) => (values[0] = effect),
  };
  return { values, cells: [cell] };
}
