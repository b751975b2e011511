/** Answers of the engine to questions that change in number and kind, as those of a breadcrumb do. */
import { hashKey, type QueryFunction, type QueryKey, QueryObserver } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { queryClient } from './server-state.ts';

/** `orpc.runs.get.queryOptions({ input: { id } })` */
export interface Question<Answer> {
  readonly queryKey: QueryKey;
  readonly queryFn: QueryFunction<Answer>;
}

/** Made in a component, it asks for as long as that is there. */
export class Answers {
  readonly #known = new SvelteMap<string, unknown>();

  constructor(questions: () => readonly Question<unknown>[]) {
    // As text, so that the same questions put again ask nothing again.
    const asked = $derived(
      questions()
        .map(({ queryKey }) => hashKey(queryKey))
        .join('\n'),
    );
    $effect(() => {
      void asked;
      const stops = untrack(() => questions().map((question) => this.#ask(question)));
      return () => {
        for (const stop of stops) stop();
      };
    });
  }

  /** `undefined` until there is an answer, or where there was an error. */
  to(question: Question<unknown>): unknown {
    return this.#known.get(hashKey(question.queryKey)) ?? queryClient.getQueryData(question.queryKey);
  }

  #ask(question: Question<unknown>): () => void {
    const hash = hashKey(question.queryKey);
    const observer = new QueryObserver(queryClient, question);
    const stop = observer.subscribe(({ data }) => this.#known.set(hash, data));
    return () => {
      stop();
      this.#known.delete(hash);
    };
  }
}
