import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

/** Of the pages: see e2e/workbench.ts. */
const SLOWNESS = Number(process.env.PAIRLENS_SLOW_PAGE ?? 1);

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  // Each with an engine and a store of its own. A spec waits for a screen as long as it computes, so that a core has work
  // for more than one.
  workers: 3,
  timeout: 120_000 * SLOWNESS,
  expect: { timeout: 20_000 * SLOWNESS },
  forbidOnly: Boolean(process.env.CI),
  // The same specs: `npm run test:e2e` in Chromium, `npm run test:electron` in Electron where its binary exists.
  projects: [{ name: 'browser' }, { name: 'electron' }],
  use: {
    viewport: { width: 1280, height: 800 },
    // What was done, asked and said; pictures and copies of the page at every step took a seventh of the time of a spec.
    // `--trace=retain-on-failure` has them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    acceptDownloads: true,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
