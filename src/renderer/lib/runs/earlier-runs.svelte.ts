/** Earlier runs of a project that a combination of a plan may be the same as, with what has to be asked of them. */
import type { HashedSentenceSet, Model, Run, RunOptions } from '../../../shared/entities.ts';
import { Answers } from '../engine/answers.svelte.ts';
import { orpc } from '../engine/server-state.ts';
import type { PlanPlace } from './plan.ts';
import { runsLike, type SameRun, sameRun, sourcesOfModel } from './same-run.ts';

/** The plan as it is now. */
interface Plan {
  /** The latest first. */
  readonly runs: readonly Run[];
  readonly places: readonly PlanPlace[];
  /** null while a field is not valid. */
  readonly options: RunOptions | null;
  readonly device: NonNullable<RunOptions['device']>;
  readonly modelOf: (name: string) => Model | undefined;
}

const hashQuery = (id: number) => orpc.sets.get.queryOptions({ input: { id } });
const correctedQuery = (id: number) => orpc.runs.corrected.queryOptions({ input: { id } });

export class EarlierRuns {
  readonly #plan: () => Plan;
  readonly #hashes: Answers;
  readonly #corrections: Answers;

  /** Create it while a component is set up. @param plan read reactively */
  constructor(plan: () => Plan) {
    this.#plan = plan;
    this.#hashes = new Answers(() => {
      const ids = plan().places.flatMap(({ setId, controlId }) => [setId, controlId]);
      return distinct(ids.filter((id) => id !== null)).map(hashQuery);
    });
    this.#corrections = new Answers(() => {
      const ids = plan().places.flatMap((place) => this.#like(place).map(({ id }) => id));
      return distinct(ids).map(correctedQuery);
    });
  }

  /** The latest that would come to the same numbers, as far as that is known. */
  sameAs(place: PlanPlace): SameRun {
    return sameRun(this.#like(place), (id) => {
      const answer = this.#corrections.to(correctedQuery(id)) as { readonly pairs: number } | undefined;
      return answer?.pairs;
    });
  }

  /** Runs that may be the same. */
  #like(place: PlanPlace): Run[] {
    const { runs, options, device, modelOf } = this.#plan();
    if (options === null) return [];
    const sources = {
      set: this.#hashOf(place.setId),
      control: place.controlId === null ? null : this.#hashOf(place.controlId),
      ...sourcesOfModel(modelOf(place.model)),
    };
    return runsLike(runs, place, sources, { ...options, device });
  }

  #hashOf(id: number): string | undefined {
    return (this.#hashes.to(hashQuery(id)) as HashedSentenceSet | undefined)?.contentHash;
  }
}

function distinct(ids: readonly number[]): number[] {
  return ids.filter((id, at) => ids.indexOf(id) === at);
}
