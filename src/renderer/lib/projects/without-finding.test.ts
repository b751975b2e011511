import { expect, test } from 'vitest';
import { withoutFinding } from './without-finding.ts';

test('a project that was run is not said not to have been', () => {
  expect(withoutFinding({ filledSetCount: 0, runCount: 0 })).toBe('No pairs yet');
  expect(withoutFinding({ filledSetCount: 1, runCount: 0 })).toBe('Not run yet');
  expect(withoutFinding({ filledSetCount: 1, runCount: 1 })).toBe('Its run has not ended yet');
  expect(withoutFinding({ filledSetCount: 1, runCount: 3 })).toBe('None of its runs has ended yet');
});
