import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TokenFolder } from './token-folder.ts';

const HOUR_MS = 3_600_000;
let scratch: string;
let folder: string;
let tokens: TokenFolder;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pairlens-tokens-'));
  folder = join(scratch, 'links');
  tokens = new TokenFolder(folder, HOUR_MS);
});
afterEach(() => rmSync(scratch, { recursive: true }));

/** Sets the time at which every token was last used. */
function age(milliseconds: number): void {
  const then = new Date(Date.now() - milliseconds);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then);
}

it('gives out 256 bits, never the same', () => {
  const issued = Array.from({ length: 20 }, () => tokens.issue());
  expect(new Set(issued).size).toBe(20);
  for (const token of issued) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

it('a token is taken once', () => {
  const token = tokens.issue();
  expect([tokens.take(token), tokens.take(token), tokens.holds(token)]).toEqual([true, false, false]);
});

it('a token is used as often as one likes, also by another process of the same person', () => {
  const token = tokens.issue();
  const other = new TokenFolder(folder, HOUR_MS);
  expect([tokens.use(token), other.use(token), tokens.use(token)]).toEqual([true, true, true]);
});

it('a token that nobody used for its lifetime holds no more, and goes when the next is given out', () => {
  const token = tokens.issue();
  age(HOUR_MS);
  expect([tokens.holds(token), tokens.use(token), tokens.take(token)]).toEqual([false, false, false]);
  expect(readdirSync(folder)).toHaveLength(1);
  tokens.issue();
  expect(readdirSync(folder)).toHaveLength(1);
});

it('use gives it another lifetime', () => {
  const token = tokens.issue();
  age(HOUR_MS - 60_000);
  expect(tokens.use(token)).toBe(true);
  const [name = ''] = readdirSync(folder);
  expect(Date.now() - statSync(join(folder, name)).mtimeMs).toBeLessThan(60_000);
});

it.each(['', 'x', '..', '../links', 'x'.repeat(43), 'x'.repeat(44), '/etc/passwd', 'a\0b'])(
  '%j is none',
  (token) => {
    tokens.issue();
    writeFileSync(join(scratch, 'x'), '');
    expect([tokens.holds(token), tokens.use(token), tokens.take(token)]).toEqual([false, false, false]);
  },
);

it('none holds before the first was given out', () => {
  expect(tokens.take('x'.repeat(43))).toBe(false);
});

it('what lies on the disk opens nothing, and is nobody else’s', () => {
  const token = tokens.issue();
  const [name = ''] = readdirSync(folder);
  expect(name).toMatch(/^[\da-f]{64}$/);
  expect(name).not.toContain(token);
  expect(readFileSync(join(folder, name), 'utf8')).toBe('');
  expect(tokens.holds(name)).toBe(false);
});

it.skipIf(process.platform === 'win32')(
  'is a folder of 0700 with files of 0600 (Windows has no such modes)',
  () => {
    tokens.issue();
    const [name = ''] = readdirSync(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  },
);
