/** The session of a person on a project of 720,000 rows, alone and during a run: how soon what is done is seen, and what the page holds. */
import type { Browser, Page } from 'playwright';
import { connect } from './client.ts';
import {
  type Interactions,
  interactionsOf,
  quantileOf,
  type RendererMemory,
  rendererMemory,
  watchInteractions,
} from './interactions.ts';
import { goThroughSession, type Places } from './session-of-a-person.ts';

/** Of a page's process, after a session. */
export const LIMIT_MB = 400;

export interface Session {
  readonly interactions: Interactions;
  readonly memory: RendererMemory;
  /** How often a key or the mouse was pressed. */
  readonly pressed: number;
}

/** Opens a page of the browser by this link, goes through the session, and closes it. @param onStep as of {@link goThroughSession} */
export async function measuredSession(
  browser: Browser,
  link: string,
  places: Places,
  onStep?: (what: string, ms: number) => void,
): Promise<Session> {
  const page: Page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await watchInteractions(page);
    await page.goto(link);
    const pressed = await goThroughSession(page, places, onStep);
    const interactions = await interactionsOf(page);
    return { interactions, memory: await rendererMemory(browser, page), pressed };
  } finally {
    await page.close();
  }
}

/**
 * The same set through the same model once more, while something takes place.
 * @param address of the server that runs it
 */
export async function duringRun<Result>(
  address: { readonly port: number; readonly session: string },
  { projectId, setId }: Places,
  what: () => Promise<Result>,
): Promise<Result> {
  const client = await connect(address);
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
    const result = await what();
    const { state } = await engine.runs.get({ id });
    if (state !== 'running') process.stderr.write(`the run was ${state} before the session ended\n`);
    else await engine.runs.cancel({ id });
    return result;
  } finally {
    client.close();
  }
}

/** "843 interactions, 120 of 16 ms and more; median 16 ms, slowest 112 ms" */
export function spreadWords(interactions: Interactions): string {
  const { told, count } = interactions;
  const of = (share: number) => `${quantileOf(interactions, share).toFixed(0)} ms`;
  return `${count} interactions, ${told.length} of 16 ms and more; median ${of(0.5)}, slowest ${of(1)}`;
}

/** MB of the page's process; of its objects where the system does not tell. */
export const megabytesOf = ({ process, heap }: RendererMemory): number => (process ?? heap) / 1e6;
