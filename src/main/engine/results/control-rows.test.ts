import { expect, test } from 'vitest';
import type { Run } from '../../../shared/entities.ts';
import type { ColumnCache } from './column-cache.ts';
import { controlRoleOf, usualRowsOf } from './control-rows.ts';

/** A run with a hundred measured neutrals, of which so many are of the shape of their pairs. */
const columns = (fitting: number) =>
  ({
    of: (_run: Run, role: string) => ({ role, positions: Array.from({ length: 100 }, (_, at) => at) }),
    fittingNeutrals: () => fitting,
  }) as unknown as ColumnCache;
const run = (hasControl: boolean) => ({ controlSet: hasControl ? { id: 1 } : null }) as Run;

test.each([
  // Held against it, and too little to say what is usual.
  [1, false, 'neutral', undefined],
  [5, false, 'neutral', 'neutral'],
  [1, true, 'control', 'control'],
  [0, false, null, undefined],
] as const)(
  'with %d fitting neutrals of 100 (a control set: %s) rows are held against %s, and usual is what %s says',
  (fitting, hasControl, role, usual) => {
    expect(controlRoleOf(columns(fitting), run(hasControl))).toBe(role);
    expect(usualRowsOf(columns(fitting), run(hasControl))?.role).toBe(usual);
  },
);
