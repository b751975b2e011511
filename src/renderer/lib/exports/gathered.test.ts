import { describe, expect, test } from 'vitest';
import { MOST } from '../../../core/bounds.ts';
import {
  changedNow,
  type Gathered,
  movedPanel,
  NOTHING_GATHERED,
  type Panel,
  readGathered,
  toCompose,
} from './gathered.ts';

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
  // A panel alone is as wide as the figure.
  expect(toCompose({ ...some, panels: [panel(0)] })).toMatchObject({ columns: 1 });
  expect(toCompose({ ...some, panels: [{ ...panel(0), span: 2 }] })).toMatchObject({ columns: 2 });
});

test('a panel moves to its place, and not beyond the ends', () => {
  expect(titles(movedPanel(some.panels, 0, 2))).toBe('H1 H2 H0');
  expect(titles(movedPanel(some.panels, 2, 0))).toBe('H2 H0 H1');
  expect(titles(movedPanel(some.panels, 1, 9))).toBe('H0 H2 H1');
  expect(titles(movedPanel(some.panels, 1, -1))).toBe('H1 H0 H2');
});

describe('a change that is taken back leaves what another window did meanwhile', () => {
  const [a, b, c, d] = [0, 1, 2, 3].map(panel) as [Panel, Panel, Panel, Panel];
  const of = (...panels: Panel[]): Gathered => ({ ...NOTHING_GATHERED, panels });
  const after = (now: Gathered, from: Gathered, to: Gathered): string | null => {
    const changed = changedNow(now, from, to);
    return changed === null ? null : titles(changed.panels);
  };

  test('as it was where nothing else was done', () => {
    expect(changedNow(of(a, b), of(a, b), of(a))).toEqual(of(a));
    expect(changedNow(of(b, a), of(b, a), of(a, b))).toEqual(of(a, b));
  });

  test('a panel that was added there stays', () => {
    // Added here, then another there: in both orders.
    expect(after(of(a, b, c), of(a, b), of(a))).toBe('H0 H2');
    expect(after(of(c, a, b), of(a, b), of(a))).toBe('H2 H0');
    expect(after(of(c), of(), of(a, b))).toBe('H0 H1 H2');
    expect(after(of(b, a, c), of(b, a), of(a, b))).toBe('H0 H1 H2');
  });

  test('one of two that are the same goes', () => {
    expect(after(of(a, a, c), of(c, a), of(c))).toBe('H0 H2');
  });

  test('an option is put back by itself', () => {
    const wide = { ...of(a, b), columns: 3 as const };
    expect(changedNow({ ...wide, panels: [d] }, wide, of(a, b))).toEqual(of(d));
    expect(changedNow({ ...wide, columns: 1 }, wide, of(a, b))).toBeNull();
  });

  test('not where what it changed is gone, or no room is left', () => {
    expect(after(of(a, c), of(a, b), of(a))).toBeNull();
    expect(after(of(a, c, b), of(b, a), of(a, b))).toBeNull();
    const full = of(...Array.from({ length: MOST.panels }, () => a));
    expect(after(full, of(), of(b))).toBeNull();
  });
});
