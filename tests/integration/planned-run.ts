/** A run that is planned in a store and of which no model knows: tests put the metrics there themselves. */
import type { Role } from '../../src/shared/entities.ts';
import type { WritableStore } from '../../src/main/engine/store/database.ts';
import { registerModel } from '../../src/main/engine/store/models.ts';
import { addPairs } from '../../src/main/engine/store/pairs.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { planItems } from '../../src/main/engine/store/run-items.ts';
import { createRun } from '../../src/main/engine/store/runs.ts';
import { createSentenceSet } from '../../src/main/engine/store/sentence-sets.ts';

export interface PlannedPair {
  readonly pairId: number;
  readonly role: Role;
  readonly position: number;
  readonly label: string | null;
  readonly original: string;
  readonly counterfactual: string;
}

const LABELS = ['a', 'b', null];

/** Labels are 'a', 'b' and none in turn. */
export function plannedRun(
  store: WritableStore,
  shape: { pairs: number; controlPairs: number; layers: number; heads: number },
): { runId: number; items: PlannedPair[] } {
  const { database } = store;
  return store.write(() => {
    const projectId = createProject(database, { name: 'p', description: '' }).id;
    const addSet = (role: Role, count: number) => {
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
        items.map((item) => ({ ...item, originalIds: null, counterfactualIds: null })),
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
      dModel: 8,
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
      setHash: 's',
      controlSetHash: 'c',
      weightsHash: 'w',
      tokenizerHash: 't',
      pairlensVersion: '',
      ortVersion: '',
    });
    planItems(database, runId, set.id, 'set');
    planItems(database, runId, control.id, 'control');
    return { runId, items: [...set.items, ...control.items] };
  });
}
