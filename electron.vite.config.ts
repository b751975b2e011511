/**
 * How the sources become out/: `main` (the three shells, the engine process and its threads, one file each), `preload` (CommonJS,
 * because a sandboxed preload script cannot be a module) and `renderer`. Packages in `dependencies` stay external in
 * `main`: they are native or big, and ship in node_modules.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import { precompress } from './scripts/precompress.ts';

const source = (path: string): string => join(import.meta.dirname, 'src', path);
const RENDERER = join(import.meta.dirname, 'out', 'renderer');

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          electron: source('main/electron/main.ts'),
          engine: source('main/engine/process.ts'),
          'session-thread': source('main/engine/inference/session-thread.ts'),
          'reading-thread': source('main/engine/sets/reading-thread.ts'),
          server: source('main/server/main.ts'),
          cli: source('main/cli/pairlens.ts'),
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
