/** Leaving a form before it ends does not pull one away when it does: whoever goes on after a wait asks whether the person is still there. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const isFunction = ({ type }: Node): boolean => /Function/.test(type);

/** With the nodes around each, the nearest last. */
function walk(node: Node, visit: (node: Node, around: readonly Node[]) => void, around: Node[] = []): void {
  visit(node, around);
  const within = [...around, node];
  for (const part of Object.values(node).flat()) if (isNode(part)) walk(part, visit, within);
}

/**
 * Where a source goes elsewhere after an `await`, in a `.then`, or in the `onSuccess` of a mutation itself, which is called though its
 * component has gone (that of a call of `mutate` is not), without `navigation.later` and without a look at `navigation.visit`.
 */
function pullsAway(source: string): string[] {
  const { instance, fragment } = parse(source, { modern: true });
  const found = new Set<string>();
  const trees = [instance?.content, fragment].flatMap((part: unknown) => (isNode(part) ? [part] : []));
  const textOf = ({ start, end }: Node): string => source.slice(start, end);

  /** Functions of the source that go elsewhere, by name. */
  const leaving = new Set<string>();
  for (const tree of trees)
    walk(tree, (node, around) => {
      if (!isGoing(node)) return;
      const at = around.findLastIndex(isFunction);
      const name = nameOf(around[at], around[at - 1]);
      if (name !== null && !isHeld(around, at)) leaving.add(name);
    });
  for (const tree of trees)
    walk(tree, (node, around) => {
      if (
        isGoing(node) ||
        (node.type === 'CallExpression' && isNode(node['callee']) && leaving.has(textOf(node['callee'])))
      )
        if (isLate(node, around)) found.add(textOf(node));
    });
  return [...found];

  function isGoing(node: Node): boolean {
    return (
      node.type === 'CallExpression' && isNode(node['callee']) && textOf(node['callee']) === 'navigation.go'
    );
  }

  function isHeld(around: readonly Node[], at: number): boolean {
    const parent = around[at - 1];
    return parent?.type === 'CallExpression' && /^navigation\.later\(/.test(textOf(parent));
  }

  function isLate(node: Node, around: readonly Node[]): boolean {
    const at = around.findLastIndex(isFunction);
    const inside = around[at];
    if (inside === undefined || isHeld(around, at)) return false;
    const parent = around[at - 1];
    if (parent?.type === 'CallExpression' && /\.then\($/.test(source.slice(parent.start, inside.start)))
      return true;
    if (parent?.type === 'Property' && isNode(parent['key']) && textOf(parent['key']) === 'onSuccess') {
      const callee = around.slice(0, at).findLast(({ type }) => type === 'CallExpression')?.['callee'];
      if (!isNode(callee) || !textOf(callee).endsWith('.mutate')) return true;
    }
    let awaited = Infinity;
    walk(inside, (each, above) => {
      if (each.type === 'AwaitExpression' && !above.slice(1).some(isFunction))
        awaited = Math.min(awaited, each.end);
    });
    return node.start > awaited && !/navigation\.visit\b/.test(source.slice(awaited, node.start));
  }
}

/** Of a declared function, or of one that a constant holds. */
function nameOf(node: Node | undefined, parent: Node | undefined): string | null {
  if (node === undefined) return null;
  const id = node['id'] ?? (parent?.type === 'VariableDeclarator' ? parent['id'] : null);
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : null;
}

describe('what goes elsewhere late', () => {
  const asked = (script: string): string[] => pullsAway(`<script lang="ts">${script}</script>`);

  test.each([
    ['async function save() { await stored(); navigation.go({ room }); }', ['navigation.go({ room })']],
    ['const open = () => navigation.go(to); async function save() { await stored(); open(); }', ['open()']],
    ['void stored().then((to) => navigation.go(to));', ['navigation.go(to)']],
    ['createMutation(() => ({ onSuccess: (to) => navigation.go(to) }))', ['navigation.go(to)']],
    ['saving.mutate(given, { onSuccess: (to) => navigation.go(to) })', []],
    ['async function save() { navigation.go(to); await stored(); }', []],
    [
      'async function save() { const show = navigation.later(() => navigation.go(to)); await stored(); show(); }',
      [],
    ],
    [
      'async function save() { const { visit } = navigation; await stored(); if (navigation.visit === visit) navigation.go(to); }',
      [],
    ],
    ['async function save() { await stored(); offer({ run: () => navigation.go(to) }); }', []],
  ])('%s', (script, found) => expect(asked(script)).toEqual(found));
});

const sources = globSync('**/*.{svelte,ts}', { cwd: ROOT })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => ({ path, source: readFileSync(join(ROOT, path), 'utf8') }))
  .filter(({ source }) => source.includes('navigation.go('));

test('there are such sources', () => expect(sources.length).toBeGreaterThan(40));

test.each(sources)('$path pulls nobody away', ({ path, source }) =>
  expect(pullsAway(path.endsWith('.ts') ? `<script lang="ts">${source}</script>` : source)).toEqual([]),
);
