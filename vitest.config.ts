import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Files share the processes of their workers: one for each, with all modules read anew, took half of the time of the unit
 * tests and two to three seconds of each file of the others. What a test replaces it puts back; modules (vi.mock) stay replaced for the files that come after it.
 */
const isolate = false;

export default defineConfig({
  test: {
    // vitest would leave one core for watching. One more than there are: some tests wait for time to pass, or for programs.
    maxWorkers: availableParallelism() + 1,
    // Those that wait, for seconds each, do so at once.
    maxConcurrency: 12,
    projects: [
      {
        // Declarations of rooms name icons, which are components.
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
          isolate,
          // No test hangs, and none fails because a machine is busy.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/faults/**/*.test.ts'],
          environment: 'node',
          isolate,
          // Real models on two shared cores.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          // Programs that tests start keep here what Node makes of their sources: more than half of a short command's time.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/pairlens-tests') },
        },
      },
      {
        test: {
          name: 'slurm',
          include: ['tests/slurm/**/*.test.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
