import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureOf } from './pictures.ts';

const DOCS = join(import.meta.dirname, '../../../../docs');
const PAGES = globSync(['*.md', 'analyses/*.md', 'guide/*.md'], { cwd: DOCS });

test('every page of the documentation has a name of its own', () => {
  const names = PAGES.map((page) => basename(page));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('what the guide links to and shows is there, and each chapter is linked from its first page', () => {
  const chapters = PAGES.filter((page) => dirname(page) === 'guide');
  const linksOf = (page: string) =>
    [...readFileSync(join(DOCS, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/gu)].map(
      ([, link = '']) => link,
    );
  const broken = chapters.flatMap((page) =>
    linksOf(page)
      .filter((link) => !existsSync(join(DOCS, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
  expect(linksOf('guide/guide.md').toSorted()).toEqual(
    chapters
      .map((page) => basename(page))
      .filter((name) => name !== 'guide.md')
      .toSorted(),
  );
});

test('every picture of every page comes with the workbench', () => {
  const pictures = PAGES.flatMap((page) =>
    [...readFileSync(join(DOCS, page), 'utf8').matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/gu)].map(
      ([, link = '']) => link,
    ),
  );
  expect(pictures.length).toBeGreaterThan(20);
  expect(pictures.filter((link) => pictureOf(link) === null)).toEqual([]);
});

test('every link to a definition, in the source of a screen, has a page and the section that it names', () => {
  const headings = new Map(
    PAGES.map((page) => [
      basename(page, '.md'),
      [...readFileSync(join(DOCS, page), 'utf8').matchAll(/^#+ (.+)$/gmu)].map(([, words = '']) => words),
    ]),
  );
  const screens = join(import.meta.dirname, '..');
  const links = globSync('**/*.svelte', { cwd: screens }).flatMap((file) =>
    [
      ...readFileSync(join(screens, file), 'utf8').matchAll(
        /<DefinitionBox\b[^>]*?\bpage="([^"]+)"(?:\s+section="([^"]+)")?/gu,
      ),
    ].map(([, page = '', section = '']) => ({ file, page, section })),
  );
  expect(links.map(({ file }) => basename(file))).toContain('Definition.svelte');
  expect(
    links.filter(
      ({ page, section }) => headings.get(page)?.some((words) => words.startsWith(section)) !== true,
    ),
  ).toEqual([]);
});
