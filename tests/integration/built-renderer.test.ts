/** What `npm run build` makes of the renderer, as the server has to be able to trust it (needs a build). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const RENDERER = join(import.meta.dirname, '../../out/renderer');
const ASSETS = join(RENDERER, 'assets');
const assets = readdirSync(ASSETS);
const plain = assets.filter((name) => !/\.(?:br|gz)$/.test(name));
const read = (name: string) => readFileSync(join(ASSETS, name));

it('names every asset by its content, so that browsers may keep it', () => {
  expect(plain.filter((name) => !/-[\w-]{8}\.\w+$/.test(name))).toEqual([]);
  expect(readdirSync(RENDERER).filter((name) => !name.startsWith('index.html'))).toEqual(['assets']);
});

it('lays each script and style beside itself compressed, with the same content', () => {
  const texts = plain.filter((name) => /\.(?:js|css)$/.test(name) && read(name).length > 1000);
  expect(texts.length).toBeGreaterThan(3);
  for (const name of texts) {
    expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name)), name).toBe(true);
    expect(gunzipSync(read(`${name}.gz`)).equals(read(name)), name).toBe(true);
  }
});

/** What these scripts and styles ask for in their turn, with themselves. */
function withAllImported(names: readonly string[]): Set<string> {
  const waiting = [...names];
  const asked = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (asked.has(name)) continue;
    asked.add(name);
    if (!name.endsWith('.js')) continue;
    for (const [, imported = ''] of read(name)
      .toString()
      .matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
      waiting.push(imported);
  }
  return asked;
}

/** What the page asks for before it runs: its scripts and styles, and what the scripts import by name. */
function askedForAtOnce(): Set<string> {
  const html = readFileSync(join(RENDERER, 'index.html'), 'utf8');
  return withAllImported([...html.matchAll(/assets\/([\w.-]+\.(?:js|css))"/g)].map(([, name = '']) => name));
}

/** Bytes of these as they are sent; what does not get smaller is sent as it is. */
const bytesOf = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + read(assets.includes(`${name}.br`) ? `${name}.br` : name).length, 0);

const named = (pattern: RegExp): string => {
  const names = plain.filter((name) => pattern.test(name));
  expect(names, String(pattern)).toHaveLength(1);
  return names[0] ?? '';
};

it('asks for the frame at once, for rooms and figures when they are entered', () => {
  const asked = [...askedForAtOnce()];
  expect(asked).toEqual(
    expect.arrayContaining([expect.stringMatching(/^index-.*js$/), expect.stringMatching(/^packages-/)]),
  );
  expect(asked.filter((name) => /^echarts-|Room-|View-/.test(name))).toEqual([]);
  expect(bytesOf(asked)).toBeLessThan(180_000);
});

it('has the first screen in 350 kB with its fonts, and nothing that draws figures', () => {
  const view = withAllImported([named(/^ProjectsView-[\w-]{8}\.js$/)]);
  const fonts = [
    named(/^inter-latin-wght-normal-.*woff2$/),
    named(/^jetbrains-mono-latin-wght-normal-.*woff2$/),
  ];
  const asked = new Set([...askedForAtOnce(), ...view, ...fonts]);
  expect([...asked].filter((name) => /^echarts-|^FigureMenu-/.test(name))).toEqual([]);
  // The styles of the view and the headers of each answer are counted by `npm run bench -- first-screen`: 20 kB are left for them.
  expect(bytesOf(asked)).toBeLessThan(330_000);
});

it('has ECharts once, in a chunk of its own', () => {
  const withECharts = plain.filter((name) => name.endsWith('.js') && read(name).includes('__ec_inner_'));
  expect(withECharts).toEqual([expect.stringMatching(/^echarts-/)]);
});
