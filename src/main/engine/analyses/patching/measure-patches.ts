/** Pairs through the model, and every cell of them: what is stored of each. */
import {
  headsOf,
  hooksOfChoice,
  type PatchChoice,
  type PatchedModel,
  patchMaps,
  togetherName,
} from '../../../../core/analyses/patching/hooks.ts';
import { type NamedTensor, namedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { type PatchedSide, partOfPatching } from '../../../../core/analyses/patching/parts.ts';
import { meanByRole, ROLES } from '../../../../core/analyses/patching/roles.ts';
import type { Effect } from '../../../../core/effects/effects.ts';
import { isApart, type Outcome } from '../../../../core/effects/outcomes.ts';
import { outcomeOf } from '../../effects/read-outcomes.ts';
import { release } from '../../inference/release.ts';
import type { BatchFollowing } from '../analysis-work.ts';
import type { PreparedDirection, PreparedSide } from './prepare-patch.ts';
import { runCells, segmentsOf } from './run-cells.ts';
import { recordedHooks, runStatements, type StatementToRun, type SweptModel } from './statement-runs.ts';
import { cellsOfJob, cellTogether, type PatchCell, type PatchJob, type RunStatement } from './sweep-jobs.ts';

/** A pair that is measured. */
export interface PatchedPair {
  readonly originalIds: readonly number[];
  readonly set: PreparedSide;
  readonly neutral: PreparedSide | null;
}

export interface PatchSettings {
  readonly effect: Effect;
  readonly choice: PatchChoice;
  readonly inserted: 'leave' | 'mean';
}

/** A side that is run, and what fills its tensors. */
interface RunningSide {
  readonly prepared: PreparedSide;
  readonly original: RunStatement;
  readonly other: RunStatement;
  readonly tensors: () => Map<string, NamedTensor>;
}

/** @returns of each pair what is stored of it @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant */
export async function measurePatches(
  model: SweptModel,
  sizes: PatchedModel,
  pairs: readonly PatchedPair[],
  settings: PatchSettings,
  following?: BatchFollowing,
): Promise<NamedTensors[]> {
  const { effect, choice } = settings;
  const sides = pairs.flatMap(({ set, neutral }) => [set, ...(neutral === null ? [] : [neutral])]);
  const toRun = sides.flatMap(({ original, other }) =>
    original === null || other === null ? [] : [original, other],
  );
  const segments = segmentsOf(
    model.dimensions.layers,
    sides.reduce((sum, side) => sum + tokensOfLayer(side, sizes, settings), 0),
  );
  const starts = segments.map(({ from }) => from);
  const hooks = recordedHooks(hooksOfChoice(choice), starts, model);
  const recorded = await runStatements(model, effect, toRun, hooks, following?.signal);
  const runs = recorded.values();
  const running = new Map<PreparedSide, RunningSide>();
  const cells: PatchCell[] = [];
  for (const { set, neutral } of pairs) {
    const read = (statement: StatementToRun) => ({ ...statement, ...nextOf(runs) });
    const own = [set, neutral].map((side) =>
      side?.original == null || side.other === null
        ? null
        : { side, original: read(side.original), other: read(side.other) },
    );
    const neutralRaw = own[1]?.other.raw ?? null;
    for (const one of own) {
      if (one === null) continue;
      // KL is from the clean run; a cosine is to the original or to the neutral.
      const reference =
        effect.kind === 'cosine' && effect.toward === 'neutral' ? neutralRaw : one.original.raw;
      const withOutcome = (statement: typeof one.original): RunStatement => ({
        ...statement,
        outcome: outcomeOf(effect, statement.raw, reference),
      });
      const original = withOutcome(one.original);
      const other = withOutcome(one.other);
      const isRun = isApart(original.outcome, other.outcome, effect.least);
      const jobs = isRun
        ? one.side.directions.map((direction) =>
            jobOf(direction, original, other, reference, settings, sizes),
          )
        : [];
      for (const job of jobs) cells.push(...job.cells);
      running.set(one.side, {
        prepared: isRun ? one.side : { ...one.side, state: 'not apart' },
        original,
        other,
        tensors: () => new Map(jobs.flatMap((job) => [...job.tensors()])),
      });
    }
  }
  const { signal, onShare } = following ?? {};
  try {
    await runCells({ model, effect, hooks: choice.hooks, segments, signal, onShare }, cells);
  } finally {
    for (const { values } of recorded) release(Array.from(values.values(), (data) => ({ data })));
  }
  return pairs.map(({ originalIds, set, neutral }) =>
    partOfPatching(
      originalIds,
      sideOf(set, running.get(set)),
      neutral && sideOf(neutral, running.get(neutral)),
    ),
  );
}

function nextOf<Value>(values: Iterator<Value, undefined>): Value {
  const next = values.next();
  if (next.done === true) throw new RangeError('a statement was not run');
  return next.value;
}

function jobOf(
  { direction, aligned, inserted, roles }: PreparedDirection,
  original: RunStatement,
  other: RunStatement,
  reference: Outcome | null,
  { choice, inserted: rule }: PatchSettings,
  model: PatchedModel,
) {
  const [base, source] = direction === 'denoising' ? [other, original] : [original, other];
  const job: PatchJob = { base, source, aligned, averaged: rule === 'mean' ? inserted : [], reference };
  const { layers } = model;
  const byHook = choice.hooks.map((hook) => ({
    hook,
    ...cellsOfJob(job, hook, {
      layers,
      heads: headsOf(hook, model),
      headPositions: choice.headPositions && hook === 'z',
    }),
  }));
  const together = choice.together.length === 0 ? null : cellTogether(job, choice.together);
  const tokens = base.ids.length;
  return {
    cells: [...byHook.flatMap(({ cells }) => cells), ...(together?.cells ?? [])],
    tensors(): [string, NamedTensor][] {
      const ofHooks = byHook.flatMap(({ hook, values, byPosition }): [string, NamedTensor][] => {
        const heads = headsOf(hook, model);
        const name = `${direction}.${hook}`;
        if (heads === null)
          return [
            [name, namedTensor({ layer: layers, role: ROLES.length }, meanByRole(values, layers, roles))],
            [`${name}_at`, namedTensor({ layer: layers, position: tokens }, values)],
          ];
        const own: [string, NamedTensor][] = [[name, namedTensor({ layer: layers, head: heads }, values)]];
        if (byPosition === null) return own;
        const sizes = { layer: layers, head: heads };
        return [
          ...own,
          [
            `${direction}.z_by_position`,
            namedTensor({ ...sizes, role: ROLES.length }, meanByRole(byPosition, layers * heads, roles)),
          ],
          [`${direction}.z_by_position_at`, namedTensor({ ...sizes, position: tokens }, byPosition)],
        ];
      });
      if (together === null) return ofHooks;
      return [...ofHooks, [togetherName(direction), namedTensor({ cell: 1 }, together.values)]];
    },
  };
}

function sideOf(prepared: PreparedSide, running: RunningSide | undefined): PatchedSide {
  const { ids, aligned, inserted } = prepared;
  const numberOf = (statement: RunStatement | undefined) =>
    statement?.outcome.length === 1 ? (statement.outcome[0] ?? Number.NaN) : Number.NaN;
  return {
    state: running?.prepared.state ?? prepared.state,
    ids,
    aligned,
    inserted,
    clean: numberOf(running?.original),
    corrupted: numberOf(running?.other),
    effects: running?.tensors() ?? new Map(),
  };
}

/** Tokens of the rows that a layer has of one side, about. */
function tokensOfLayer(side: PreparedSide, model: PatchedModel, { choice }: PatchSettings): number {
  if (side.state !== 'measured') return 0;
  const tokens = side.ids.length;
  const rows = patchMaps(model, { ...choice, together: [] }).reduce((sum, { hook, byPosition }) => {
    const heads = headsOf(hook, model);
    return sum + (heads === null ? tokens : heads * (byPosition ? tokens : 1));
  }, 0);
  return rows * tokens;
}
