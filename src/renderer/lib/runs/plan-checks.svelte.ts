/**
 * The pairs of a plan, as the tokenizer of each model takes them: one combination after the other, what was counted is kept
 * while the form is there.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { RunOptions } from '../../../shared/entities.ts';
import type { RunCheck } from '../../../shared/pair-quality.ts';
import { client } from '../engine/client.ts';
import { isWhole, keyOf, type PlanPlace } from './plan.ts';

export interface PlanChecked {
  /** As far as it has come; undefined before anything was counted. */
  readonly check: RunCheck | undefined;
  readonly failure: unknown;
}

export class PlanChecks {
  readonly #known = new SvelteMap<string, PlanChecked>();

  of(place: PlanPlace, alignment: RunOptions['alignment']): PlanChecked | undefined {
    return this.#known.get(`${alignment} ${keyOf(place)}`);
  }

  /** Counts those that are not counted yet, in their order, until `signal` aborts. */
  async count(
    projectId: number,
    places: readonly PlanPlace[],
    alignment: RunOptions['alignment'],
    signal: AbortSignal,
  ): Promise<void> {
    for (const place of places) {
      if (signal.aborted) return;
      const key = `${alignment} ${keyOf(place)}`;
      const known = this.#known.get(key);
      if (known?.check !== undefined && isWhole(known.check)) continue;
      await this.#countOne(key, projectId, place, alignment, signal);
    }
  }

  async #countOne(
    key: string,
    projectId: number,
    { setId, controlId, model }: PlanPlace,
    alignment: RunOptions['alignment'],
    signal: AbortSignal,
  ): Promise<void> {
    const asked = { projectId, setId, controlSetId: controlId, model, alignment };
    try {
      for await (const check of await client.runs.check(asked, { signal })) {
        if (signal.aborted) return;
        this.#known.set(key, { check, failure: null });
      }
    } catch (failure) {
      if (!signal.aborted) this.#known.set(key, { check: undefined, failure });
    }
  }
}
