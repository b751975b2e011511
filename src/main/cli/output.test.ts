import { afterEach, expect, test, vi } from 'vitest';
import { CoreError } from '../../core/errors.ts';
import {
  formatInterval,
  formatNumber,
  formatProbability,
  formatTable,
  itemName,
  reportError,
} from './output.ts';

test.each([
  [0.12345, '0.123'],
  [-1, '-1.000'],
  [null, '–'],
])('formatNumber(%s) is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  [0.04999, '0.050'],
  [0.00009999, '1.0e-4'],
  [null, '–'],
])('formatProbability(%s) is %s', (value, text) => {
  expect(formatProbability(value)).toBe(text);
});

test('an interval with a bound missing is a dash', () => {
  expect(formatInterval(0.1, 0.25)).toBe('[0.100, 0.250]');
  expect(formatInterval(null, 0.25)).toBe('–');
});

test('a table aligns its columns and leaves no trailing blanks', () => {
  const text = formatTable(
    [{ head: 'head' }, { head: 'mean', align: 'right' }],
    [
      ['L0 H1', '0.1'],
      ['L10 H11', '12.5'],
    ],
  );
  expect(text.split('\n')).toEqual(['head     mean', 'L0 H1     0.1', 'L10 H11  12.5']);
});

afterEach(() => vi.restoreAllMocks());

test('an error of core is something a person can act on, and is shown without its stack', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(reportError(new CoreError('HOOK_UNKNOWN', 'unknown hook point "x"'), false)).toBe(2);
  expect(write.mock.calls.flat()).toEqual(['pairlens: No such hook point: unknown hook point "x"\n']);
});

test('a pair that failed is named by where it is', () => {
  expect(itemName({ role: 'control', position: 2 })).toBe('pair 3 of the control');
  expect(itemName({ role: 'neutral', position: 2 })).toBe('the neutral of pair 3');
});
