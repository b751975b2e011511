/** Where the parts of an analysis are kept until it is done. */
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../shared/errors.ts';
import {
  type AnalysisItemError,
  type ItemState,
  itemStates,
  markAnalysisItemFailed,
  readParts,
  writePart,
} from '../store/analysis-results.ts';
import { analysisExists } from '../store/analyses.ts';
import type { Store } from '../store/database.ts';
import type { PlacedPart } from './analysis-work.ts';

export interface PartStore {
  /** By place in the plan. */
  states(): ItemState[];
  /** All of them or none. */
  write(parts: readonly PlacedPart[]): void;
  fail(error: AnalysisItemError): void;
  /** Of the items that are done, in the order of the plan; read anew each time it is gone through. */
  read(): Iterable<PlacedPart>;
}

/** In the workspace: what is done stays done when Pairlens ends. */
export function storedParts(store: Store, analysisId: number): PartStore {
  return {
    states: () => itemStates(store.database, analysisId),
    write: (parts) =>
      store.write((database) => {
        if (!analysisExists(database, analysisId)) throw outdated(analysisId);
        for (const { position, part } of parts) writePart(database, analysisId, position, part);
      }),
    fail: (error) => store.write((database) => markAnalysisItemFailed(database, analysisId, error)),
    read: () => ({ [Symbol.iterator]: () => readParts(store.database, analysisId) }),
  };
}

/** What to throw where an analysis was dropped while it was at work, for its run's metrics have changed. */
export function outdated(analysisId: number): PairlensError {
  return new PairlensError('CONFLICT', `what analysis ${analysisId} is of has changed meanwhile`, {
    outdated: analysisId,
  });
}

export function isOutdated(error: unknown): boolean {
  return error instanceof PairlensError && 'outdated' in error.details;
}

/** In memory: for a workspace that is open for reading only. */
export function partsInMemory(items: number): PartStore {
  const states = Array<ItemState>(items).fill('planned');
  const parts = new Map<number, NamedTensors>();
  return {
    states: () => [...states],
    write(written) {
      for (const { position, part } of written) {
        parts.set(position, part);
        states[position] = 'done';
      }
    },
    fail({ position }) {
      states[position] = 'failed';
    },
    read: () => ({
      *[Symbol.iterator]() {
        for (const [position] of states.entries()) {
          const part = parts.get(position);
          if (part !== undefined) yield { position, part };
        }
      },
    }),
  };
}
