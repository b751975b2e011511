import { describe, expect, it } from 'vitest';
import { ownMarker } from './own-detector.ts';
import { MARK } from './token-marks.ts';

describe('a person’s own detector', () => {
  it.each([
    ['^th', '', 'the', MARK.ownQuery | MARK.ownKey],
    ['^th', '^e$', ' the ', MARK.ownQuery],
    ['^th', '^e$', 'e', MARK.ownKey],
    ['\\p{Hebrew}', '^$', 'ש', MARK.ownQuery],
    ['^ $', 'x', ' ', MARK.ownQuery],
    ['(?i)NOT', 'x', 'not', MARK.ownQuery],
  ])('query %s and key %s on “%s”', (ownQuery, ownKey, text, marks) => {
    expect(ownMarker({ ownQuery, ownKey })(text)).toBe(marks);
  });

  it.each([
    ['(', /query token, “\(”, cannot be used: .+RE2/],
    ['(a)\\1', /cannot be used/],
    ['(?=a)', /no backreferences and does not look ahead or behind/],
  ])('%s is refused in words', (ownQuery, message) => {
    expect(() => ownMarker({ ownQuery, ownKey: '' })).toThrow(message);
  });

  it('an expression that would take others years is done at once', () => {
    expect(ownMarker({ ownQuery: '^(a+)+$', ownKey: '(x+x+)+y' })(`${'a'.repeat(5000)}!`)).toBe(0);
  });
});
