/** What was done in this window and can be taken back: one stack for all of it, the last one first. */

/** Something that was done. */
export interface Act {
  /** 'label “never” for 12 pairs': follows “Undone:” */
  readonly what: string;
  readonly undo: () => Promise<unknown>;
  readonly redo: () => Promise<unknown>;
  /** It changed what is shown, and nothing that is stored: edits keep their own places on the stack, and can be done again after it. */
  readonly isOfView?: boolean;
}

/** Who is told how it went. */
interface UndoListener {
  undone(act: Act): unknown;
  redone(act: Act): unknown;
  /** @returns whether it may work later; else the act is forgotten */
  failed(error: unknown): boolean;
}

/** Acts that are kept: of edits, and besides of what is shown. */
const MOST = 200;
const MOST_OF_VIEW = 50;

export class UndoStack {
  done = $state.raw<readonly Act[]>([]);
  undone = $state.raw<readonly Act[]>([]);
  readonly #listener: UndoListener;
  /** Acts wait for each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(listener: UndoListener) {
    this.#listener = listener;
  }

  /** Something has been done; what was undone before it cannot be done again any more, but for edits after what is shown has changed. */
  push(act: Act): void {
    const all = [...this.done, act];
    const [ofView, edits] = [all.filter(isOfView), all.filter((each) => !isOfView(each))];
    const kept = [...edits.slice(-MOST), ...ofView.slice(-MOST_OF_VIEW)];
    this.done = all.filter((each) => kept.includes(each));
    this.undone = isOfView(act) ? this.undone.filter((each) => !isOfView(each)) : [];
  }

  /** What was done last came to nothing: there is nothing to be taken back. */
  withdraw(): void {
    this.done = this.done.slice(0, -1);
  }

  /** What was done last went on: it is taken back as one. */
  amend(act: Act): void {
    this.done = this.done.slice(0, -1);
    this.push(act);
  }

  /**
   * Something is being done that pushes an act when it is: who takes back meanwhile takes back that, and waits for it.
   * @param work gets what is being done or taken back now: it waits for that where it begins from what is stored then
   * @returns what `work` returns @throws what it throws
   */
  during<Result>(work: (former: Promise<unknown>) => Promise<Result>): Promise<Result> {
    const doing = work(this.#last);
    this.#last = Promise.allSettled([this.#last, doing]);
    return doing;
  }

  /** Takes back the last act, or this one. */
  undo(act?: Act): Promise<void> {
    return this.#inTurn(async () => {
      const last = act ?? this.done.at(-1);
      if (last === undefined || !this.done.includes(last)) return;
      const outcome = await this.#try(last.undo);
      if (outcome === 'later') return;
      this.done = this.done.filter((each) => each !== last);
      if (outcome === 'never') return;
      this.undone = [...this.undone, last];
      await this.#listener.undone(last);
    });
  }

  /** Does the act again that was undone last. */
  redo(): Promise<void> {
    return this.#inTurn(async () => {
      const last = this.undone.at(-1);
      if (last === undefined) return;
      const outcome = await this.#try(last.redo);
      if (outcome === 'later') return;
      this.undone = this.undone.filter((each) => each !== last);
      if (outcome === 'never') return;
      this.done = [...this.done, last];
      await this.#listener.redone(last);
    });
  }

  async #try(work: () => Promise<unknown>): Promise<'done' | 'later' | 'never'> {
    try {
      await work();
      return 'done';
    } catch (error) {
      return this.#listener.failed(error) ? 'later' : 'never';
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    // Whoever asked is told; the next one does not wait for it to be mended.
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}

function isOfView({ isOfView: is = false }: Act): boolean {
  return is;
}
