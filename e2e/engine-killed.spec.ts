/** The engine is killed from outside while a run goes on: what is shown, what was kept, and that it goes on. */
import { readFileSync } from 'node:fs';
import { violationsInBothThemes } from './accessibility.ts';
import { expect, test } from './workbench.ts';

/** Process ids of the children of a process, on Linux. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

test('a run keeps its progress on the screen, says what happened, and goes on', async ({
  workbenchToKill,
  openWorkbench,
}) => {
  const { pid } = workbenchToKill;
  test.skip(pid === null || process.platform !== 'linux', 'children of the server are found on Linux only');
  const page = await openWorkbench(workbenchToKill);
  await page
    .getByRole('button', { name: /new project|create/i })
    .or(page.getByRole('link', { name: /new project|create/i }))
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Killed');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('link', { name: 'New run with negation', exact: true }).click();
  await page.getByRole('form', { name: 'New run' }).getByRole('button', { name: /start/i }).click();

  const progress = page.getByRole('region', { name: 'Progress' });
  const done = async () => Number(/([\d,]+) of 547 pairs/.exec(await progress.innerText())?.[1] ?? -1);
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(0);
  const before = await done();
  // What the page says from now on, at every change of it. The means above the progress are of the pairs so far, which may
  // be fewer: the count is that of the progress.
  await page.evaluate(() => {
    const said = (window.saidOfRun = new Set<string>());
    const note = () => {
      window.toldOfEngine ||= document.body.textContent.includes('The engine does not answer.');
      const text = document.querySelector('main')?.innerText ?? '';
      const count = /[\d,]+ of 547 pairs/.exec(
        document.querySelector<HTMLElement>('[aria-label="Progress"]')?.innerText ?? '',
      )?.[0];
      const isLost = text.includes('The engine does not answer');
      if (count !== undefined) said.add(`${count} ${isLost && /^Running$/m.test(text) ? 'Running' : ''}`);
    };
    note();
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const [engine, ...others] = childrenOf(pid ?? 0);
  expect(others).toEqual([]);
  process.kill(engine ?? 0, 'SIGKILL');

  // What happened, what was kept, what to do.
  // An engine that comes back at once is missed only for a moment.
  await expect.poll(() => page.evaluate(() => window.toldOfEngine)).toBe(true);
  const told = page.getByRole('region', { name: 'Messages' }).getByRole('alert');
  await expect(told).toContainText('The engine ended and was started again');
  await expect(told).toContainText(/Run 1 stopped after [\d,]+ of 547 pairs\. What was finished is stored/);
  expect(await violationsInBothThemes(page)).toEqual([]);
  const why = page.getByRole('status', { name: 'Why it stopped' });
  await expect(why).toContainText('Pairlens or its engine ended before the run did.');
  await expect(why).toContainText(
    /[\d,]+ of 547 pairs are measured and stored\.\s+Resume goes on from there/,
  );
  await expect(progress).toContainText('Stopped with');
  expect(await done()).toBeGreaterThanOrEqual(before);
  const said = await page.evaluate(() => [...window.saidOfRun]);
  const counts = said.map((text) => Number(/^([\d,]+) of/.exec(text)?.[1]));
  expect(Math.min(...counts), said.join('; ')).toBeGreaterThanOrEqual(before);
  expect(said.filter((text) => text.endsWith('Running'))).toEqual([]);

  await told.getByRole('button', { name: 'Resume' }).click();
  await expect(progress).toContainText('Done in', { timeout: 120_000 });
  await expect(progress).toContainText('547 of 547 pairs');
  await expect(why).toHaveCount(0);
});

declare global {
  interface Window {
    /** What the page has said of the run, noted by this spec. */
    saidOfRun: Set<string>;
    /** That the engine did not answer was on the page. */
    toldOfEngine: boolean;
  }
}
