/**
 * Tokens that let a browser in, each as an empty file that is named by the token's hash: what lies on the disk opens
 * nothing, and to give one out takes no more than the right to write here, which only the person has.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissingFile } from '../engine/files/failures.ts';
import { makeFolder } from '../engine/files/make-folder.ts';

/** 256 random bits. */
const TOKEN = /^[\w-]{43}$/;

export class TokenFolder {
  readonly #folder: string;
  readonly #lifetimeMs: number;

  /** @param lifetimeMs for how long a token holds that nobody uses */
  constructor(folder: string, lifetimeMs: number) {
    this.#folder = folder;
    this.#lifetimeMs = lifetimeMs;
  }

  issue(): string {
    makeFolder(this.#folder, 0o700);
    this.#removeOld();
    const token = randomBytes(32).toString('base64url');
    writeFileSync(this.#file(token), '', { flag: 'wx', mode: 0o600 });
    return token;
  }

  /** Whether the token holds; it does for another lifetime then. */
  use(token: string): boolean {
    if (!this.holds(token)) return false;
    const now = new Date();
    return ifThere(() => utimesSync(this.#file(token), now, now));
  }

  holds(token: string): boolean {
    if (!TOKEN.test(token)) return false;
    const found = statSync(this.#file(token), { throwIfNoEntry: false });
    return found !== undefined && this.#isYoung(found.mtimeMs);
  }

  /** Whether the token held; it does not any more. Of several who ask at the same time, one is told so. */
  take(token: string): boolean {
    return this.holds(token) && ifThere(() => unlinkSync(this.#file(token)));
  }

  #file(token: string): string {
    return join(this.#folder, createHash('sha256').update(token).digest('hex'));
  }

  #isYoung(mtimeMs: number): boolean {
    return Date.now() - mtimeMs < this.#lifetimeMs;
  }

  #removeOld(): void {
    for (const name of readdirSync(this.#folder)) {
      const file = join(this.#folder, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found && !this.#isYoung(found.mtimeMs)) rmSync(file, { force: true });
    }
  }
}

/** False where the file is not there, because another process took it. */
function ifThere(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
