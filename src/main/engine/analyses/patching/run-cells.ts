/**
 * The cells of many pairs as rows of the same forward passes. A pass begins at the first of the layers that its cells are of: what
 * comes before is the same in every row, and was computed once.
 */
import type { PatchHook } from '../../../../core/analyses/patching/hooks.ts';
import type { Effect } from '../../../../core/effects/effects.ts';
import { shareOfWay } from '../../../../core/effects/outcomes.ts';
import { holdsLogits, outcomeOf, rawOutcome, readsOf, targetsOfRows } from '../../effects/read-outcomes.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { type PassLimits, passesOf } from '../passes.ts';
import { replacementsOfRows, type Segment, startOfRows } from './patched-rows.ts';
import { batchOf, type SweptModel } from './statement-runs.ts';
import type { PatchCell } from './sweep-jobs.ts';

/**
 * Layers in groups whose passes begin together: as few in a group as fill a pass.
 * @param tokens of all rows that a layer has, about
 */
export function segmentsOf(layers: number, tokens: number): Segment[] {
  const size = Math.min(layers, Math.max(1, Math.ceil(TOKENS_PER_BATCH / Math.max(1, tokens))));
  return Array.from({ length: Math.ceil(layers / size) }, (_, index) => ({
    from: index * size,
    layers: Array.from({ length: Math.min(size, layers - index * size) }, (_, at) => index * size + at),
  }));
}

/** Cells whose passes begin together, and what is replaced in these. */
interface CellGroup {
  readonly segment: Segment;
  readonly hooks: readonly PatchHook[];
  readonly cells: readonly PatchCell[];
}

/** Cells of one layer by segment; those in which heads of several layers are put in go by themselves, from the lowest on. */
function groupsOf(
  cells: readonly PatchCell[],
  segments: readonly Segment[],
  hooks: readonly PatchHook[],
): CellGroup[] {
  const several = cells.filter(({ together }) => together !== null);
  const [first] = several;
  const alone = segments.map((segment) => ({
    segment,
    hooks,
    cells: cells.filter(({ layer, together }) => together === null && segment.layers.includes(layer)),
  }));
  if (first?.together == null) return alone;
  const from = segments.findLast((segment) => segment.from <= first.layer)?.from ?? 0;
  const last = Math.max(...first.together.map(({ layer }) => layer));
  const layers = Array.from({ length: last - from + 1 }, (_, at) => from + at);
  return [...alone, { segment: { from, layers }, hooks: ['z'], cells: several }];
}

export interface CellsRun {
  readonly model: SweptModel;
  readonly effect: Effect;
  readonly hooks: readonly PatchHook[];
  readonly segments: readonly Segment[];
  readonly signal?: AbortSignal | undefined;
  /** Told the share of the cells that are done, from 0 to 1. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/**
 * Runs every cell and tells it its effect. While one pass is computed the next is made ready.
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant; the signal's reason
 */
export async function runCells(
  { model, effect, hooks: asked, segments, signal, onShare }: CellsRun,
  cells: readonly PatchCell[],
): Promise<void> {
  const headSizes = new Map(
    [...model.axes].flatMap(([hook, axes]) => {
      const sizes = axes.filter((axis) => typeof axis === 'number');
      return axes.length === 4 ? [[hook, [sizes[0] ?? 0, sizes[1] ?? 0] as const] as const] : [];
    }),
  );
  const limits: PassLimits = {
    tokens: TOKENS_PER_BATCH,
    logits: holdsLogits(effect),
    patterns: false,
  };
  let done = 0;
  let waiting: Promise<void> = Promise.resolve();
  try {
    for (const { segment, hooks, cells: ofGroup } of groupsOf(cells, segments, asked)) {
      const own = ofGroup.toSorted(byPlace);
      for (const pass of passesOf(own, ({ job }) => job.base.ids.length, model.dimensions, limits)) {
        signal?.throwIfAborted();
        const statements = pass.map(({ job }) => job.base);
        const shape = {
          rows: pass.length,
          length: Math.max(...statements.map(({ ids }) => ids.length)),
          dModel: model.dimensions.dModel,
        };
        const targets = targetsOfRows(
          effect,
          statements.map(({ row }) => row),
        );
        const inputs = {
          start: startOfRows(pass, segment, shape),
          replacements: replacementsOfRows(pass, segment, hooks, shape, headSizes),
          ...(targets && { targets }),
        };
        await waiting;
        signal?.throwIfAborted();
        const running = model.runVariant(batchOf(statements), readsOf(effect), inputs);
        waiting = running.then((outputs) => {
          tellCells(effect, pass, outputs);
          done += pass.length;
          onShare?.(done / cells.length);
        });
        // Whoever waits for it hears of a failure; nobody may be listening yet.
        waiting.catch(() => undefined);
      }
    }
    await waiting;
  } finally {
    // Whoever lent the model closes it when this ends: no pass may still be on its way then.
    await waiting.catch(() => undefined);
  }
}

function tellCells(
  effect: Effect,
  pass: readonly PatchCell[],
  outputs: ReadonlyMap<string, Activation>,
): void {
  checkFinite('statement', outputs);
  pass.forEach(({ job: { base, source, reference }, tell }, index) => {
    const raw = rawOutcome(effect, outputs, index, base.row);
    tell(shareOfWay(outcomeOf(effect, raw, reference), base.outcome, source.outcome));
  });
  release(outputs.values());
}

/** Of a layer and a hook point together, those of like length next to each other: a pass replaces in few places and pads little. */
function byPlace(one: PatchCell, other: PatchCell): number {
  return (
    one.layer - other.layer ||
    one.hook.localeCompare(other.hook) ||
    one.job.base.ids.length - other.job.base.ids.length
  );
}
