/**
 * The tour: which of its steps were taken, whether somebody wants it still (both are kept for good), and the step that is
 * being taken, which lasts as long as its window.
 */
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { placeOfStep, TOUR_STEPS, type TourRun } from './tour-steps.ts';

const DISMISSED = 'pairlens.tour';
const DONE = 'pairlens.tour.done';
const TAKEN = 'pairlens.tour.step';

const done = z.array(z.int().min(0).lt(TOUR_STEPS));
const taken = z.object({
  at: z.int().min(0).lt(TOUR_STEPS),
  run: z.object({ projectId: id, runId: id }),
});
type Taken = z.infer<typeof taken>;

/** What a browser has kept; null for nothing, and for what is none of it. */
function kept<Value>(storage: Storage, key: string, schema: z.ZodType<Value>): Value | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Written by something else: as if nothing were there.
    return null;
  }
}

class Tour {
  isDismissed = $state(localStorage.getItem(DISMISSED) === 'dismissed');
  /** From 0. */
  done = $state.raw<ReadonlySet<number>>(new Set(kept(localStorage, DONE, done) ?? []));
  /** The step whose words are shown; null while none is taken. */
  taken = $state.raw<Taken | null>(kept(sessionStorage, TAKEN, taken));

  /** Takes a step, from whatever screen. */
  take(at: number, run: TourRun): void {
    const place = placeOfStep(at, run);
    if (place === null) {
      this.end();
      return;
    }
    this.taken = { at, run };
    sessionStorage.setItem(TAKEN, JSON.stringify(this.taken));
    navigation.go(place);
  }

  /** The step is done, and the next one begins; after the last the tour ends where it is. */
  next(): void {
    if (this.taken === null) return;
    const { at, run } = this.taken;
    this.done = new Set([...this.done, at]);
    localStorage.setItem(DONE, JSON.stringify([...this.done]));
    this.take(at + 1, run);
  }

  /** No words any more; what was done stays marked. */
  end(): void {
    this.taken = null;
    sessionStorage.removeItem(TAKEN);
  }

  /** For good: it does not come back by itself. */
  dismiss(): void {
    localStorage.setItem(DISMISSED, 'dismissed');
    this.isDismissed = true;
    this.end();
  }
}

export const tour = new Tour();
