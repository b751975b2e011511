/**
 * What the specs share: workbenches on stores of their own, in a browser or in Electron. Those that take long to make live
 * as long as their worker; the empty one is each test's own, so that it is empty, as is one that a test may change.
 */
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { BrowserAccess, linkTo } from '../src/main/server/browser-access.ts';
import { HubServer } from '../tests/hub-server.ts';
import { launchElectron } from './electron.ts';
import { copyPrepared } from './prepared.ts';
import { FEW_PAIRS, HEBREW_PAIRS, LONG_PAIRS, LONGEST_PAIR, NAME_PAIRS } from './stored-pairs.ts';

const ROOT = join(import.meta.dirname, '..');

/** Runs a program with this home. */
async function perform(home: string, program: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, program), ...args], {
    env: { ...process.env, PAIRLENS_HOME: home },
  });
}

/** Runs `pairlens` as built. */
const pairlens = (home: string, ...args: string[]) => perform(home, 'out/main/cli.js', ...args);

interface Workbench {
  readonly home: string;
  /** The SQLite file behind it. */
  readonly storePath: string;
  /** Its address, which a link to it opens once; null in Electron, which has none. */
  readonly url: string | null;
  /** Process id of its server; null in Electron. */
  readonly pid: number | null;
  /** What its environment has besides that of the specs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Serves a workbench for as long as `use` takes. */
async function serveWorkbench(
  home: string,
  environment: Workbench['environment'],
  use: (url: string, pid: number) => Promise<void>,
): Promise<void> {
  const server = spawn(process.execPath, [join(ROOT, 'out/main/server.js'), '--no-open'], {
    env: { ...process.env, ...environment, PAIRLENS_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface(server.stdout)) {
      const url = /https?:[^#\s]+/.exec(line)?.[0];
      if (url === undefined) continue;
      await use(url, server.pid ?? 0);
      break;
    }
  } finally {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    }
  }
}

async function withHome(use: (home: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'pairlens-e2e-'));
  try {
    await use(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const storeIn = (home: string) => join(home, 'workspaces', 'default.sqlite');

/** A workbench on a store that `prepare` may put something into. */
async function withWorkbench(
  shell: string,
  use: (workbench: Workbench) => Promise<void>,
  {
    prepare,
    environment = {},
  }: { prepare?: (home: string) => Promise<unknown>; environment?: Workbench['environment'] } = {},
): Promise<void> {
  await withHome(async (home) => {
    await prepare?.(home);
    const there = { home, storePath: storeIn(home), environment };
    await (shell === 'electron'
      ? use({ ...there, url: null, pid: null })
      : serveWorkbench(home, environment, (url, pid) => use({ ...there, url, pid })));
  });
}

/** Analysis 1, 2, … of a workbench that has one of each kind, and the model that each is of. */
export const ANALYSES = [
  ['negation', 'attn-only-2l'],
  ['patterns', 'attn-only-2l'],
  ['norms', 'char-en'],
  ['query-key', 'attn-only-2l'],
  ['ablation', 'attn-only-2l'],
  ['path-patching', 'attn-only-2l'],
  ['patching', 'attn-only-2l'],
  ['attribution', 'attn-only-2l'],
  ['lens', 'attn-only-2l'],
  ['neurons', 'char-en'],
  ['bigrams', 'attn-only-2l'],
  ['qk-ov', 'attn-only-2l'],
  ['composition', 'attn-only-2l'],
] as const;

/** Kinds that are of the weights alone. */
const OF_WEIGHTS: ReadonlySet<string> = new Set(['bigrams', 'qk-ov', 'composition']);

/** The store of {@link WorkerFixtures.workbenchWithRun}. */
const prepareRun = (home: string): Promise<void> =>
  copyPrepared('run', home, async (there) => {
    const run = ['run', '--pairs', 'negation', '--control', 'negation-control', '--model'];
    await pairlens(there, 'analyze', 'induction', '--model', 'attn-only-2l', '--sequences', '60');
    await pairlens(there, ...run, 'all-MiniLM-L6-v2');
    await perform(there, 'e2e/statistics.child.ts', there);
    await pairlens(there, 'texts', 'import', join(ROOT, 'resources/texts/everyday-english/texts.csv'));
  });

interface WorkerFixtures {
  /**
   * A workbench on a store that has run 1, negation against its control through the bundled model, analysis 1, the
   * induction of the bundled decoder of two layers, and text set 1, `texts`.
   */
  workbenchWithRun: Workbench;
  /** A workbench on a store that has {@link ANALYSES}, one after the other, of a few pairs; run 1 of them, and its effects; a catalogue of heads; runs 2 and 3 of another model. */
  workbenchWithAnalyses: Workbench;
  /**
   * A workbench on a store that has run 1, of three pairs in Hebrew, run 2, of two long pairs, run 3 through a model of 30 layers,
   * run 4, of which a pair has failed, run 5, of which all have, and run 6, of a pair of 512 tokens.
   */
  workbenchOfOtherTexts: Workbench;
  /** A workbench on a store that has project 2, of Hebrew alone, and project 3, of long names and texts: other-names.child.ts. */
  workbenchOfOtherNames: Workbench;
  /** A Hub that has nothing until a spec puts it there. */
  hub: HubServer;
  /** A workbench on a store that has run 1, of the pairs of {@link FEW_PAIRS}, whose results are in the folder `parts` of its home. */
  workbenchWithFolder: Workbench;
  /** A workbench on a store that has run 1, of 10,000 pairs of set 1, as `bench next-paint` makes them: 720,000 rows. */
  workbenchOfThousands: Workbench;
  /** A workbench on an empty store whose engine a spec may kill. */
  workbenchToKill: Workbench;
  /** A workbench on an empty store that takes models from that Hub. */
  workbenchWithHub: Workbench;
}

interface TestFixtures {
  /** A workbench on an empty store. */
  emptyWorkbench: Workbench;
  /** What {@link WorkerFixtures.workbenchWithRun} is, for one test alone, which may change it. */
  ownWorkbenchWithRun: Workbench;
  /** Opens a workbench, in whichever shell the project of playwright.config.ts says. */
  openWorkbench: (workbench: Workbench) => Promise<Page>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
  emptyWorkbench: async ({}, use, { project }) => {
    await withWorkbench(project.name, use);
  },

  ownWorkbenchWithRun: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, { prepare: prepareRun });
    },
    { timeout: 300_000 },
  ],

  workbenchWithRun: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, { prepare: prepareRun });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchWithAnalyses: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, {
        prepare: (home) =>
          copyPrepared('analyses', home, async (there) => {
            const pairs = join(there, 'few.csv');
            writeFileSync(pairs, FEW_PAIRS);
            for (const [kind, model] of ANALYSES)
              await pairlens(
                there,
                ...['analyze', kind, '--model', model],
                ...(OF_WEIGHTS.has(kind) ? [] : ['--pairs', pairs]),
              );
            await pairlens(there, 'run', '--model', 'attn-only-2l', '--pairs', pairs);
            await pairlens(there, 'analyze', 'effects', '--run', '1');
            const names = join(there, 'names.csv');
            writeFileSync(names, NAME_PAIRS);
            await pairlens(there, 'analyze', 'catalogue', '--model', 'attn-only-2l', '--pairs', names);
            for (const set of [pairs, 'role-swap'])
              await pairlens(there, 'run', '--model', 'bert-novel-tiny', '--pairs', set);
          }),
      });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchOfOtherTexts: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, {
        prepare: (home) =>
          copyPrepared('other-texts', home, async (there) => {
            const texts = [
              // A name whose bracket would jump to its other end among words of ours.
              ['שלילה [א]', HEBREW_PAIRS, 'char-he'],
              ['long', LONG_PAIRS, 'attn-only-2l'],
            ] as const;
            for (const [name, pairs, model] of texts) {
              const file = join(there, `${name}.csv`);
              writeFileSync(file, pairs);
              await pairlens(there, 'run', '--model', model, '--pairs', file);
            }
            await perform(there, 'e2e/uncommon-runs.child.ts', there);
            const longest = join(there, 'longest.csv');
            writeFileSync(longest, LONGEST_PAIR);
            await pairlens(there, 'run', '--model', 'all-MiniLM-L6-v2', '--pairs', longest);
          }),
      });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchOfOtherNames: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, {
        prepare: (home) =>
          copyPrepared('other-names', home, (there) => perform(there, 'e2e/other-names.child.ts', there)),
      });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchWithFolder: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, {
        prepare: async (home) => {
          const [pairs, parts] = [join(home, 'few.csv'), join(home, 'parts')];
          writeFileSync(pairs, FEW_PAIRS);
          const run = ['run', '--model', 'attn-only-2l', '--pairs', pairs, '--out', parts, '--shard'];
          for (const shard of ['1/2', '2/2']) await pairlens(home, ...run, shard);
          await pairlens(home, 'merge', parts, '--results', 'folder');
        },
      });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchOfThousands: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use, {
        prepare: (home) => perform(home, 'e2e/ten-thousand.child.ts', home, storeIn(home)),
      });
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  workbenchToKill: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use, { project }) => {
      await withWorkbench(project.name, use);
    },
    { scope: 'worker' },
  ],

  hub: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const hub = await HubServer.start();
      await use(hub);
      await hub.close();
    },
    { scope: 'worker' },
  ],

  workbenchWithHub: [
    async ({ hub }, use, { project }) => {
      // Of a proxy that the machine may have, this Hub knows nothing.
      const environment = { HF_ENDPOINT: hub.endpoint, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
      await withWorkbench(project.name, use, { environment });
    },
    { scope: 'worker' },
  ],

  openWorkbench: async ({ page }, use) => {
    const closers: (() => Promise<void>)[] = [];
    await use(async ({ home, url, environment }) => {
      if (url === null) {
        const desktop = await launchElectron(home, environment);
        closers.push(() => desktop.close());
        return desktop.page;
      }
      await slowDown(page);
      await page.goto(linkTo(url, new BrowserAccess(home).links.issue()));
      return page;
    });
    for (const close of closers) await close();
  },
});

export { expect } from '@playwright/test';

/** In the form of a new analysis: the twelve pairs of {@link WorkerFixtures.workbenchWithAnalyses}, which take a moment. */
export async function chooseFewPairs(form: Locator): Promise<void> {
  const of = form.getByText('Pairs', { exact: true });
  const sets = form.getByLabel('Set of pairs');
  await expect(of.or(sets).first()).toBeVisible();
  if (await of.isVisible()) await of.click();
  const few = sets.locator('option').filter({ hasText: /^few \(12 pairs/ });
  await expect(few.first()).toBeAttached();
  await sets.selectOption({ label: (await few.first().textContent())?.trim() ?? '' });
}

/** `PAIRLENS_SLOW_PAGE=4` makes the page of each spec so many times slower, as on a busy machine: what is not waited for shows. */
async function slowDown(page: Page): Promise<void> {
  const rate = Number(process.env.PAIRLENS_SLOW_PAGE ?? 1);
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Goes to a view by its address, as a copied link does. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
}

/** Returns when nothing on the page has changed for a fifth of a second. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quiet = () => setTimeout(done, 200);
        let timer = quiet();
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = quiet();
        });
        function done(): void {
          observer.disconnect();
          resolve();
        }
        const everything = { subtree: true, childList: true, attributes: true, characterData: true };
        observer.observe(document, everything);
      }),
  );
}
