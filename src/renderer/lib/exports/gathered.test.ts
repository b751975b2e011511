import { expect, test } from 'vitest';
import { type Gathered, movedPanel, NOTHING_GATHERED, readGathered, toCompose } from './gathered.ts';

const panel = (head: number) => ({
  figure: { kind: 'distribution', runId: 1, metric: 'attention_js_divergence', layer: 0, head } as const,
  span: 1,
  title: `H${head}`,
});
const some: Gathered = { ...NOTHING_GATHERED, columns: 3, panels: [panel(0), panel(1), panel(2)] };
const titles = (panels: Gathered['panels']) => panels.map(({ title }) => title).join(' ');

test('what is gathered is kept as text and read back', () => {
  expect(readGathered(JSON.stringify(some))).toEqual(some);
});

test('nothing is gathered where what was kept is nothing, no JSON, or of another shape', () => {
  for (const text of [null, '', '{', '[]', '{"kind":"composition","panels":[{"figure":{"kind":"pie"}}]}'])
    expect(readGathered(text)).toEqual(NOTHING_GATHERED);
});

test('what is drawn has no titles of its own, and is nothing where there are no panels', () => {
  expect(toCompose(NOTHING_GATHERED)).toBeNull();
  expect(toCompose(some)).toMatchObject({ columns: 3, panels: [{ figure: { head: 0 }, span: 1 }, {}, {}] });
  expect(JSON.stringify(toCompose(some))).not.toContain('title');
});

test('a panel moves to its place, and not beyond the ends', () => {
  expect(titles(movedPanel(some.panels, 0, 2))).toBe('H1 H2 H0');
  expect(titles(movedPanel(some.panels, 2, 0))).toBe('H2 H0 H1');
  expect(titles(movedPanel(some.panels, 1, 9))).toBe('H0 H2 H1');
  expect(titles(movedPanel(some.panels, 1, -1))).toBe('H1 H0 H2');
});
