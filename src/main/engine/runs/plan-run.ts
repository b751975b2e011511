/** Writes the plan of a run, of any number of pairs: some at a time, so that others have their turn in between. */
import type { Store } from '../store/database.ts';
import { planPair, type SetPlan } from '../store/planned-pairs.ts';
import { Turn } from '../threads/turns.ts';

/** The pairs of a set at one moment, with their hash. */
export interface HashedPlan {
  readonly plan: SetPlan;
  readonly hash: string;
}

/** @throws PairlensError DISK_FULL and the like; what was written before stays, for whoever asked to take it back */
export async function planPairs(
  store: Store,
  runId: number,
  role: 'set' | 'control',
  plan: SetPlan,
): Promise<void> {
  const turn = new Turn();
  const count = plan.pairIds.length;
  for (let place = 0; place < count;) {
    store.write((database) => {
      do planPair(database, runId, role, plan, place++);
      while (place < count && !turn.isOver);
    });
    if (place < count) await turn.give();
  }
}
