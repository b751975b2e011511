/** A run that is planned in a store and of which no model knows: tests put the metrics there themselves. */
import { DEFAULT_CHOICE } from '../../src/core/analyses/statistics/comparison-choice.ts';
import type { Role } from '../../src/shared/entities.ts';
import type { WritableStore } from '../../src/main/engine/store/database.ts';
import { registerModel } from '../../src/main/engine/store/models.ts';
import { addPairs } from '../../src/main/engine/store/pairs.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { planPair, readSetPlan } from '../../src/main/engine/store/planned-pairs.ts';
import { createRun } from '../../src/main/engine/store/runs.ts';
import { createSentenceSet } from '../../src/main/engine/store/sentence-sets.ts';

export interface PlannedPair {
  readonly pairId: number;
  readonly role: Role;
  readonly position: number;
  readonly label: string | null;
  readonly original: string;
  /** The neutral, in role 'neutral'. */
  readonly counterfactual: string;
}

const LABELS = ['a', 'b', null];

/** Plans the pairs that a set has, and their neutrals. */
export function planSet(
  { database }: WritableStore,
  runId: number,
  role: 'set' | 'control',
  setId: number,
): void {
  const plan = readSetPlan(database, setId);
  for (const place of plan.pairIds.keys()) planPair(database, runId, role, plan, place);
}

/** Labels are 'a', 'b' and none in turn, clusters of five; pairs of the set have neutrals when that is asked for. */
export function plannedRun(
  store: WritableStore,
  shape: {
    pairs: number;
    controlPairs: number;
    layers: number;
    heads: number;
    neutrals?: boolean;
    /** So many neutrals, the first, are of the shape of their pairs; all without it. */
    fittingNeutrals?: number;
  },
): { runId: number; items: PlannedPair[] } {
  const { database } = store;
  return store.write(() => {
    const projectId = createProject(database, { name: 'p', description: '' }).id;
    const addSet = (role: 'set' | 'control', count: number) => {
      const { id } = createSentenceSet(database, {
        projectId,
        name: role,
        description: '',
        source: 'manual',
      });
      const items = Array.from({ length: count }, (_, position) => ({
        label: LABELS[position % 3] ?? null,
        original: `${role} ${position}`,
        counterfactual: `not ${position}`,
      }));
      const ids = addPairs(
        database,
        id,
        items.map((item, position) => ({
          ...item,
          neutral: shape.neutrals === true && role === 'set' ? `neutral ${position}` : null,
          cluster: `cluster ${Math.floor(position / 5)}`,
          originalIds: null,
          counterfactualIds: null,
          neutralIds: null,
          cues: null,
          scope: null,
          answer: null,
          wrongAnswer: null,
        })),
      );
      return {
        id,
        items: items.map((item, position) => ({ ...item, role, position, pairId: ids[position] ?? 0 })),
      };
    };
    const set = addSet('set', shape.pairs);
    const control = addSet('control', shape.controlPairs);
    const modelId = registerModel(database, {
      name: 'm',
      folder: '',
      architecture: 'bert',
      config: '{}',
      dModel: 8 * shape.heads,
      parameters: 1,
      maxPositions: 1,
      layers: shape.layers,
      heads: shape.heads,
      weightsHash: 'w',
      tokenizerHash: 't',
    });
    const runId = createRun(database, {
      projectId,
      setId: set.id,
      controlSetId: control.id,
      modelId,
      alignment: 'auto',
      keep: 'none',
      queries: 'all',
      seed: 0,
      comparison: DEFAULT_CHOICE,
      device: 'cpu',
      setHash: 's',
      controlSetHash: 'c',
      weightsHash: 'w',
      tokenizerHash: 't',
      pairlensVersion: '',
      ortVersion: '',
    });
    planSet(store, runId, 'set', set.id);
    planSet(store, runId, 'control', control.id);
    // Each change replaces the second of two tokens, or the first as well in a neutral of another shape.
    const says = database.prepare(
      `UPDATE run_item SET original_ids = '[1,2]', counterfactual_ids = ?, aligned = '[[0,0],[1,1]]'
       WHERE run_id = ? AND role = ?`,
    );
    for (const role of ['set', 'control']) says.run('[1,3]', runId, role);
    says.run('[1,3]', runId, 'neutral');
    database
      .prepare(
        "UPDATE run_item SET counterfactual_ids = '[4,3]' WHERE run_id = ? AND role = 'neutral' AND position >= ?",
      )
      .run(runId, shape.fittingNeutrals ?? shape.pairs);
    const withNeutral = shape.neutrals === true ? set.items : [];
    const neutrals = withNeutral.map((item, position) => ({
      ...item,
      role: 'neutral' as const,
      counterfactual: `neutral ${position}`,
    }));
    return { runId, items: [...set.items, ...neutrals, ...control.items] };
  });
}
