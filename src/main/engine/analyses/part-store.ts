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
import { countWork } from '../store/time-at-work.ts';
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

/** In the workspace: what is done stays done when Pairlens ends. What was written here need not be read again. */
export function storedParts(store: Store, analysisId: number): PartStore {
  const held = new HeldParts();
  return {
    states: () => itemStates(store.database, analysisId),
    write(parts) {
      store.write((database) => {
        if (!analysisExists(database, analysisId)) throw outdated(analysisId);
        for (const { position, part } of parts) writePart(database, analysisId, position, part);
        countWork(database, 'analysis', analysisId);
      });
      held.add(parts);
    },
    fail: (error) => store.write((database) => markAnalysisItemFailed(database, analysisId, error)),
    read: () => ({ [Symbol.iterator]: () => readParts(store.database, analysisId, held.parts) }),
  };
}

/** Bytes of parts that stay in memory beside the workspace. */
const MOST_HELD = 64 * 2 ** 20;

/** Parts as they were written, as long as all of them are small; none of them from the first on that is too many. */
class HeldParts {
  readonly parts = new Map<number, NamedTensors>();
  #bytes = 0;

  add(written: readonly PlacedPart[]): void {
    for (const { position, part } of written) {
      if (this.#bytes > MOST_HELD) return;
      for (const { data } of part.values()) this.#bytes += data.byteLength;
      if (this.#bytes > MOST_HELD) this.parts.clear();
      else this.parts.set(position, part);
    }
  }
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
