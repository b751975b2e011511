/**
 * Work that only so much of is done at the same time. What somebody waits for comes first, and always finds a place: the
 * background leaves one free, and begins nothing while somebody's work is being done. Otherwise first come, first served.
 */
import { isInBackground } from '../threads/background.ts';

interface Waiting {
  readonly begin: () => void;
  readonly inBackground: boolean;
}

export class Turns {
  readonly #atOnce: number;
  #waiting: Waiting[] = [];
  #ofPeople = 0;
  #ofBackground = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** @throws what `work` throws */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    const inBackground = isInBackground();
    const isBehind = this.#waiting.some((one) => inBackground || !one.inBackground);
    if (!isBehind && this.#mayBegin(inBackground)) this.#count(inBackground, 1);
    else await new Promise<void>((resolve) => this.#waiting.push({ begin: resolve, inBackground }));
    try {
      return await work();
    } finally {
      this.#count(inBackground, -1);
      this.#beginNext();
    }
  }

  #mayBegin(inBackground: boolean): boolean {
    if (this.#ofPeople + this.#ofBackground >= this.#atOnce) return false;
    // Where only one works at a time there is no place to be left free.
    return !inBackground || (this.#ofPeople === 0 && this.#ofBackground < Math.max(1, this.#atOnce - 1));
  }

  #count(inBackground: boolean, one: 1 | -1): void {
    if (inBackground) this.#ofBackground += one;
    else this.#ofPeople += one;
  }

  #beginNext(): void {
    for (;;) {
      const next = this.#waiting.find(({ inBackground }) => !inBackground) ?? this.#waiting[0];
      if (next === undefined || !this.#mayBegin(next.inBackground)) return;
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.#count(next.inBackground, 1);
      next.begin();
    }
  }
}
