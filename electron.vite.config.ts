/**
 * How the sources become out/: `main` (the three shells, the engine process and its threads, one file each), `preload` (CommonJS,
 * because a sandboxed preload script cannot be a module) and `renderer`.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import manifest from './package.json' with { type: 'json' };
import { EXTERNAL } from './scripts/external-packages.ts';
import { precompress } from './scripts/precompress.ts';

const source = (path: string): string => join(import.meta.dirname, 'src', path);
/** Threads are started by their file, which is named `…-thread.ts` wherever it lies, and has that name in out/main. */
const threads = globSync(source('main/engine/**/*-thread.ts')).map(
  (path) => [basename(path, '.ts'), path] as const,
);
if (new Set(threads.map(([name]) => name)).size < threads.length)
  throw new Error(`Two threads have one name: ${threads.map(([name]) => name).join(', ')}`);

const BUNDLED = Object.keys(manifest.dependencies).filter((name) => !EXTERNAL.includes(name));

const RENDERER = join(import.meta.dirname, 'out', 'renderer');

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: BUNDLED },
      rolldownOptions: {
        input: {
          electron: source('main/electron/main.ts'),
          engine: source('main/engine/process.ts'),
          server: source('main/server/main.ts'),
          cli: source('main/cli/pairlens.ts'),
          ...Object.fromEntries(threads),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: source('preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [svelte(), { name: 'precompress', writeBundle: () => precompress(RENDERER) }],
    build: {
      outDir: RENDERER,
      emptyOutDir: true,
      // A file of its own for every asset, so that the content security policy needs no data: for scripts or fonts.
      assetsInlineLimit: 0,
      minify: true,
      // ECharts is one thing, loaded when there is a figure to draw.
      chunkSizeWarningLimit: 600,
      rolldownOptions: {
        input: source('renderer/index.html'),
        // On a machine that is busy it would tell of its plugins' times, which are nobody's to mend here.
        checks: { bundlerTimings: false },
        output: {
          codeSplitting: {
            // Packages change less often than the workbench: what the first screen needs of them has a file of its own,
            // as has what draws figures, which the first screen does without.
            groups: [
              { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 1 },
              { name: 'packages', test: /node_modules[\\/]/, tags: ['$initial'] },
            ],
          },
        },
      },
    },
  },
});
