/** From a pair to the one before or after it in the list that it was opened from. */
import { createQuery, type CreateQueryResult } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import type { PairDetail } from '../../../shared/entities.ts';
import type { ResultNeighbours } from '../../../shared/results.ts';
import { besideOfText, textOfBeside } from './beside.ts';
import { besideOf, neighboursQuery, type PairRoute, type PlaceInList } from './list-of-pair.ts';

interface At {
  readonly route: PairRoute;
  /** Undefined while it is not that of the route yet. */
  readonly detail: PairDetail | undefined;
}

/** What of the address changes on the way to a place. */
export type StepOfPair = PlaceInList & Pick<Partial<PairRoute>, 'beside'>;

export class PairSteps {
  readonly #at: () => At;
  readonly #ongo: (step: StepOfPair) => void;
  readonly #neighbours: CreateQueryResult<ResultNeighbours>;
  /** A key that was pressed before it was known what lies beside; a key that is held goes as fast as that is found out. */
  #wanted = $state<'next' | 'previous'>();

  /** What lies beside the pair; undefined while that is not known. */
  readonly beside = $derived.by(() => {
    const { route, detail } = this.#at();
    return detail === undefined || this.#neighbours.isPlaceholderData
      ? undefined
      : besideOf(route, detail, this.#neighbours.data);
  });

  /** Call while a component is being set up. @param at is read reactively */
  constructor(at: () => At, ongo: (step: StepOfPair) => void) {
    this.#at = at;
    this.#ongo = ongo;
    this.#neighbours = createQuery(() => neighboursQuery(this.#at().route));
    $effect(() => {
      if (this.beside === undefined || this.#wanted === undefined) return;
      const place = this.beside[this.#wanted];
      this.#wanted = undefined;
      untrack(() => this.goTo(place));
    });
  }

  goTo(place: PlaceInList | null | undefined): void {
    if (place === null || place === undefined) return;
    const { route } = this.#at();
    // Two heads of one pair stay two heads of one pair.
    const other = route.beside === undefined ? null : besideOfText(route.beside);
    const goesAlong = other !== null && other.runId === route.runId && other.pairId === route.pairId;
    this.#ongo({
      ...place,
      ...(goesAlong && { beside: textOfBeside({ ...other, pairId: place.pairId }) }),
    });
  }

  step(to: 'next' | 'previous'): void {
    if (this.beside === undefined) this.#wanted = to;
    else this.goTo(this.beside[to]);
  }
}
