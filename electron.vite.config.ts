/**
 * How the sources become out/: `main` (the three shells, the engine process and the thread of a model, one file each), `preload` (CommonJS,
 * because a sandboxed preload script cannot be a module) and `renderer`. Packages in `dependencies` stay external in
 * `main`: they are native or big, and ship in node_modules.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';

const source = (path: string): string => join(import.meta.dirname, 'src', path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          electron: source('main/electron/main.ts'),
          engine: source('main/engine/process.ts'),
          'session-thread': source('main/engine/inference/session-thread.ts'),
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
    plugins: [svelte()],
    build: {
      outDir: join(import.meta.dirname, 'out', 'renderer'),
      emptyOutDir: true,
      // A file of its own for every asset, so that the content security policy needs no data: for scripts or fonts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: source('renderer/index.html') },
    },
  },
});
