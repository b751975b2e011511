import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStale } from './built.ts';

let root: string;

/** A file last changed `seconds` after 1 January 2026. */
function file(path: string, seconds: number): void {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, '');
  const at = Date.UTC(2026) / 1000 + seconds;
  utimesSync(whole, at, at);
  for (let folder = dirname(whole); folder !== root; folder = dirname(folder)) utimesSync(folder, at, at);
}

const RESULTS = [
  'main/electron.js',
  'main/engine.js',
  'main/server.js',
  'main/cli.js',
  'preload/preload.cjs',
];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pairlens-built-'));
  for (const path of [
    'src/main/server/server.ts',
    'electron.vite.config.ts',
    'scripts/external-packages.ts',
    'scripts/precompress.ts',
    'package-lock.json',
  ])
    file(path, 10);
  for (const path of [...RESULTS, 'renderer/index.html']) file(`out/${path}`, 20);
});
afterEach(() => rmSync(root, { recursive: true }));

it('leaves a build alone that is newer than everything it is made from', () => {
  expect(isStale(root)).toBe(false);
});

it.each([
  'src/main/server/server.ts',
  'src/renderer/new.svelte',
  'electron.vite.config.ts',
  'scripts/external-packages.ts',
  'scripts/precompress.ts',
  'package-lock.json',
])('builds when %s is newer', (path) => {
  file(path, 30);
  expect(isStale(root)).toBe(true);
});

it('builds when a result is missing', () => {
  rmSync(join(root, 'out/main/engine.js'));
  expect(isStale(root)).toBe(true);
});

it('does not build for a test', () => {
  file('src/main/server/access.test.ts', 30);
  const before = Date.UTC(2026) / 1000 + 10;
  for (const folder of ['src', 'src/main', 'src/main/server']) utimesSync(join(root, folder), before, before);
  expect(isStale(root)).toBe(false);
});
