import { expect, test } from 'vitest';
import { type ProjectSort, sortedProjects } from './project-order.ts';

const project = (id: number, name: string, setCount: number, runCount: number, day: number) => ({
  id,
  name,
  setCount,
  runCount,
  lastUsedAt: `2026-01-0${day}T00:00:00.000Z`,
});
const PROJECTS = [
  project(1, 'study 10', 2, 0, 3),
  project(2, 'Study 9', 2, 5, 4),
  project(3, 'a pilot', 7, 1, 1),
];
const MODELS = new Map([
  [1, 'gpt2'],
  [3, 'bert'],
]);

test.each<[ProjectSort['by'], ProjectSort['direction'], number[]]>([
  ['used', 'desc', [2, 1, 3]],
  ['used', 'asc', [3, 1, 2]],
  ['name', 'asc', [3, 2, 1]],
  // One without a run comes last either way.
  ['model', 'asc', [3, 1, 2]],
  ['model', 'desc', [1, 3, 2]],
  // Of two with as many sets, the one that was used last first.
  ['sets', 'desc', [3, 2, 1]],
  ['sets', 'asc', [2, 1, 3]],
  ['runs', 'desc', [2, 3, 1]],
])('by %s, %s', (by, direction, order) => {
  const sorted = sortedProjects(PROJECTS, { by, direction }, ({ id }) => MODELS.get(id) ?? null);
  expect(sorted.map(({ id }) => id)).toEqual(order);
});
