import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeIssue, fieldName, firstIssue } from './schema-issues.ts';

test.each([
  [[], ''],
  [['head'], 'head'],
  [['interventions', 0, 'head'], 'interventions[0].head'],
  [[2, 'a', 1, 0], '[2].a[1][0]'],
])('the field at %j is %s', (path, name) => {
  expect(fieldName(path)).toBe(name);
});

test('an issue names its field, where it has one', () => {
  expect(describeIssue({ path: ['a', 1], message: 'too small' })).toBe('a[1]: too small');
  expect(describeIssue({ path: [], message: 'too small' })).toBe('too small');
});

test('of several issues the first', () => {
  const { error } = z.object({ a: z.array(z.int()), b: z.int() }).safeParse({ a: [1, 'x'], b: 'y' });
  expect(error?.issues).toHaveLength(2);
  expect(firstIssue(error ?? { issues: [] })).toMatch(/^a\[1\]: /);
});
