interface Stored {
  readonly id: number;
  readonly state: string;
  readonly error: string | null;
  readonly canResume: boolean;
}

interface LeftBehind<Work> {
  /** Whether it says that it is at work. */
  readonly is: (stored: Work) => boolean;
  readonly asInterrupted: (stored: Work) => Work;
  /** Whether a process writes to the store. */
  readonly hasWriter: () => boolean;
}

/**
 * What is told of runs, or of analyses, beside what the store says of them: an end that could not be written, as on a full
 * disk, is remembered here; and what a process that is gone was at is interrupted.
 */
export class StatesHere<Work extends Stored> {
  readonly #leftBehind: LeftBehind<Work>;
  /** Why it ended, by id. */
  readonly #unwritten = new Map<number, string>();

  constructor(leftBehind: LeftBehind<Work>) {
    this.#leftBehind = leftBehind;
  }

  /** Its end could not be written. */
  remember(id: number, reason: string): void {
    this.#unwritten.set(id, reason);
  }

  /** It is started once more. */
  forget(id: number): void {
    this.#unwritten.delete(id);
  }

  /** Where nobody writes to the store, those that say they are running were left behind by a process that is gone. */
  asTheyAre(read: () => readonly Work[]): Work[] {
    const { is, asInterrupted, hasWriter } = this.#leftBehind;
    const stored = read();
    if (!stored.some(is) || hasWriter()) return stored.map((one) => this.#asItIs(one));
    // The process may have ended them between the two questions.
    return read().map(asInterrupted);
  }

  #asItIs(stored: Work): Work {
    const error = this.#unwritten.get(stored.id);
    return error === undefined ? stored : { ...stored, state: 'failed', error, canResume: true };
  }
}
