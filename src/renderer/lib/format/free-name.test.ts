import { describe, expect, it } from 'vitest';
import { freeName } from './free-name.ts';

describe('freeName', () => {
  it('leaves a name that nothing else has', () => {
    expect(freeName('My pairs', new Set(['Negation']))).toBe('My pairs');
  });

  it('takes the first number that is free', () => {
    expect(freeName('My pairs', new Set(['My pairs']))).toBe('My pairs (2)');
    expect(freeName('My pairs', new Set(['My pairs', 'My pairs (3)', 'My pairs (2)']))).toBe('My pairs (4)');
  });
});
