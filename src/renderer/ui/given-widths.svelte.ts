/** Widths that a person gave the columns of a table, kept from one time to the next. */
import { z } from 'zod';

export const LEAST_WIDTH = 40;
const MOST_WIDTH = 2000;

const widths = z.record(z.string(), z.number().min(LEAST_WIDTH).max(MOST_WIDTH));

interface Sized {
  readonly name: string;
  /** px that it has by itself. */
  readonly width: number;
}

export class GivenWidths {
  /** Under which they are kept. */
  readonly #key: string;
  #widths = $state.raw<Readonly<Record<string, number>>>({});

  constructor(key: string) {
    this.#key = key;
    this.#widths = stored(key);
  }

  /** px */
  of({ name, width }: Sized): number {
    return this.#widths[name] ?? width;
  }

  /** Whether a person gave it; such a column does not grow. */
  isGiven({ name }: Pick<Sized, 'name'>): boolean {
    return name in this.#widths;
  }

  give(name: string, width: number): void {
    const bounded = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
    this.#keep({ ...this.#widths, [name]: bounded });
  }

  /** As wide as it is by itself. */
  forget(name: string): void {
    this.#keep(Object.fromEntries(Object.entries(this.#widths).filter(([other]) => other !== name)));
  }

  #keep(next: Readonly<Record<string, number>>): void {
    this.#widths = next;
    localStorage.setItem(this.#key, JSON.stringify(next));
  }
}

function stored(key: string): Readonly<Record<string, number>> {
  try {
    const parsed = widths.safeParse(JSON.parse(localStorage.getItem(key) ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    // What somebody else wrote there is nobody's widths.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
