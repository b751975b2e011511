/**
 * From a key or a click to the next paint, through a session on 10,000 pairs and their 720,000 rows: 95 of 100 under 100 ms, also
 * while a run is going on; and what the page's process holds after it, at most 400 MB. On two cores that nobody else uses: a page
 * that gets no core paints late.
 */
import { chromium, type Browser, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { type RunningServer, startServer } from '../src/main/server/server.ts';
import { connect } from './client.ts';
import {
  type Interactions,
  interactionsOf,
  quantileOf,
  type RendererMemory,
  rendererMemory,
  slowest,
  watchInteractions,
} from './interactions.ts';
import { result, withScratch } from './measure.ts';
import { goThroughSession } from './session-of-a-person.ts';
import { type BigProject, makeBigProject } from './ten-thousand.ts';
import type { Benchmark, BenchResult } from './types.ts';

const LIMIT_MS = 100;
const LIMIT_MB = 400;

interface Session {
  readonly interactions: Interactions;
  readonly memory: RendererMemory;
}

async function session(browser: Browser, link: string, project: BigProject): Promise<Session> {
  const page: Page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await watchInteractions(page);
    await page.goto(link);
    await goThroughSession(page, project, (what, ms) =>
      process.stderr.write(`${what}: ${ms.toFixed(0)} ms\n`),
    );
    return { interactions: await interactionsOf(page), memory: await rendererMemory(browser, page) };
  } finally {
    await page.close();
  }
}

/** The same set through the same model once more, while the session takes place. */
async function duringRun(
  server: RunningServer,
  { projectId, setId }: BigProject,
  what: () => Promise<Session>,
): Promise<Session> {
  const client = await connect({
    port: server.port,
    session: server.access.sessions.issue(),
  });
  const { engine } = client;
  try {
    const { id } = await engine.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model: 'all-MiniLM-L6-v2',
      options: { keep: 'none', seed: 1 },
    });
    await engine.runs.start({ id });
    const measured = await what();
    const { state } = await engine.runs.get({ id });
    if (state !== 'running') process.stderr.write(`the run was ${state} before the session ended\n`);
    else await engine.runs.cancel({ id });
    return measured;
  } finally {
    client.close();
  }
}

function report(when: string, { interactions, memory }: Session): BenchResult[] {
  const { told, count } = interactions;
  const of = (share: number) => `${quantileOf(interactions, share).toFixed(0)} ms`;
  const spread = `${count} interactions, ${told.length} of 16 ms and more; median ${of(0.5)}, slowest ${of(1)}`;
  const megabytes = (memory.process ?? memory.heap) / 1e6;
  return [
    result(
      `interaction to next paint, p95, ${when}`,
      quantileOf(interactions, 0.95),
      'ms',
      LIMIT_MS,
      [spread, ...slowest(interactions)].join('\n    '),
    ),
    result(
      `memory of the page after it, ${when}`,
      megabytes,
      'MB',
      LIMIT_MB,
      `${memory.process === null ? 'its objects' : 'its process'}; ${(memory.heap / 1e6).toFixed(1)} MB of objects, ${memory.nodes} nodes`,
    ),
  ];
}

export const nextPaint: Benchmark = {
  name: 'next paint',
  run: () =>
    withScratch(async (home) => {
      ensureBuilt();
      const executablePath = findChromium();
      if (executablePath === null) throw new Error('no Chromium; node scripts/bootstrap.mjs --chromium');
      const project = await makeBigProject(home);
      const server = await startServer({ home, storePath: project.storePath });
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const once = () => session(browser, server.newLink(), project);
        // The first asks for what is computed once: statistics, orders of rows.
        const alone = await once();
        return [
          ...report('nothing else at work', alone),
          ...report('during a run', await duringRun(server, project, once)),
        ];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
