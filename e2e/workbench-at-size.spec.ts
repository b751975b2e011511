/**
 * How soon what a person does is seen on 720,000 rows, alone and during a run, and what the page holds after it. Times are
 * printed: a machine that others use says nothing of them, `npm run bench -- next-paint` on one of its own does.
 */
import {
  duringRun,
  LIMIT_MB,
  measuredSession,
  megabytesOf,
  type Session,
  spreadWords,
} from '../bench/measured-session.ts';
import { quantileOf, slowest } from '../bench/interactions.ts';
import { BrowserAccess, linkTo } from '../src/main/server/browser-access.ts';
import { expect, test } from './workbench.ts';

const PLACES = { projectId: 1, setId: 1, runId: 1 };

function tell(when: string, { interactions, memory }: Session): void {
  const p95 = `p95 ${quantileOf(interactions, 0.95).toFixed(0)} ms of ${spreadWords(interactions)}`;
  const [worst] = slowest(interactions, 1);
  const size = `${megabytesOf(memory).toFixed(0)} MB of ${memory.process === null ? 'objects' : 'the page’s process'}`;
  process.stdout.write(
    `From a key or a click to the next paint, ${when}: ${p95} (${worst ?? 'none told of'}); ${size}\n`,
  );
}

test('an hour of work on 720,000 rows, alone and during a run: all that is pressed is answered, in less than 400 MB', async ({
  browser,
  workbenchOfThousands,
}) => {
  test.setTimeout(600_000);
  const { home, url } = workbenchOfThousands;
  test.skip(url === null, 'Electron tells of its memory in another way');
  const access = new BrowserAccess(home);
  const link = () => linkTo(url ?? '', access.links.issue());
  const once = () => measuredSession(browser, link(), PLACES);
  const address = { port: Number(new URL(url ?? '').port), session: access.sessions.issue() };

  const sessions = {
    'nothing else at work': await once(),
    'during a run': await duringRun(address, PLACES, once),
  };
  for (const [when, session] of Object.entries(sessions)) {
    tell(when, session);
    expect(session.interactions.count, when).toBeGreaterThanOrEqual(session.pressed);
    expect(megabytesOf(session.memory), when).toBeLessThan(LIMIT_MB);
  }
});
