import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { precompress } from './precompress.ts';

it('lays the same content, smaller, beside text, and nothing beside what does not shrink', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pairlens-precompress-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  const script = 'export const answer = 42;\n'.repeat(100);
  writeFileSync(join(folder, 'assets/page.js'), script);
  writeFileSync(join(folder, 'assets/font.woff2'), 'a'.repeat(1000));
  writeFileSync(join(folder, 'index.html'), '<p>');

  await precompress(folder);

  expect(readdirSync(folder).sort()).toEqual(['assets', 'index.html']);
  expect(readdirSync(join(folder, 'assets')).sort()).toEqual([
    'font.woff2',
    'page.js',
    'page.js.br',
    'page.js.gz',
  ]);
  const read = (name: string) => readFileSync(join(folder, 'assets', name));
  expect(brotliDecompressSync(read('page.js.br')).toString()).toBe(script);
  expect(gunzipSync(read('page.js.gz')).toString()).toBe(script);
});
