/**
 * Cached answers of the engine to a list of questions that may change at any time. (`createQuery` is for one question
 * whose kind is known; a breadcrumb asks other questions in every room.)
 */
import { hashKey, type QueryFunction, type QueryKey, QueryObserver } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { queryClient } from './server-state.ts';

/** What `orpc.runs.get.queryOptions({ input: { id } })` and its like return. */
export interface Question<Answer> {
  readonly queryKey: QueryKey;
  readonly queryFn: QueryFunction<Answer>;
}

/** Create it while a component is set up: it keeps the answers up to date until the component is gone. */
export class Answers {
  readonly #known = new SvelteMap<string, unknown>();
  /** Why there is none. */
  readonly #failed = new SvelteMap<string, unknown>();

  constructor(questions: () => readonly Question<unknown>[]) {
    // Compared as text, so that an equal list of questions starts nothing anew.
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

  /** Whether it is known what there is to say: an answer, or that none came for an error. */
  hasAnswered(question: Question<unknown>): boolean {
    return this.#failed.has(hashKey(question.queryKey)) || this.to(question) !== undefined;
  }

  /** What went wrong with it; undefined where nothing has. */
  errorOf(question: Question<unknown>): unknown {
    return this.#failed.get(hashKey(question.queryKey));
  }

  #ask(question: Question<unknown>): () => void {
    const hash = hashKey(question.queryKey);
    const observer = new QueryObserver(queryClient, question);
    const stop = observer.subscribe(({ data, isError, error }) => {
      this.#known.set(hash, data);
      if (isError) this.#failed.set(hash, error);
      else this.#failed.delete(hash);
    });
    return () => {
      stop();
      this.#known.delete(hash);
      this.#failed.delete(hash);
    };
  }
}
