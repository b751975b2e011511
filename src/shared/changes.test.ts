import { expect, test } from 'vitest';
import { changedBy } from './changes.ts';
import { contract } from './contract.ts';

const WRITES =
  /^(add|create|update|edit|remove|restore|save|set|correct|repair|start|cancel|replace|paste|label|merge|split|undo|redo|store|change|copy|pin|note|rename|align)([A-Z]|$)/;
/** These begin a job, or stop one, and the feed of jobs tells what comes of it. */
const TOLD_BY_JOBS = ['models.add', 'jobs.cancel'];

const paths = Object.entries(contract).flatMap(([part, procedures]) =>
  Object.keys(procedures).map((name) => [part, name] as const),
);

test.each(paths.filter(([, name]) => WRITES.test(name)))('%s.%s says what it changes', (part, name) => {
  expect(changedBy([part, name]).length > 0 || TOLD_BY_JOBS.includes(`${part}.${name}`)).toBe(true);
});

test('what only reads changes nothing', () => {
  for (const path of [
    ['sets', 'list'],
    ['results', 'page'],
    ['nothing', 'there'],
  ])
    expect(changedBy(path)).toEqual([]);
});
