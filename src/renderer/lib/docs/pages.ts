/** The pages of the documentation, which come with the workbench. */

const FILES = import.meta.glob<string>(
  ['../../../../docs/*.md', '../../../../docs/analyses/*.md', '../../../../docs/guide/*.md'],
  { query: '?raw', import: 'default' },
);
/** By the name of the file without '.md', whichever folder it is in. */
const PAGES = new Map(
  Object.entries(FILES).map(([file, load]) => [file.slice(file.lastIndexOf('/') + 1, -'.md'.length), load]),
);

/** The text of a page in Markdown; null where there is no such page. */
export async function pageText(page: string): Promise<string | null> {
  const load = PAGES.get(page);
  return load === undefined ? null : load();
}

/** The page that a link in another page leads to; null where that is none, as a decision or a picture. */
export function pageOfLink(address: string): string | null {
  const page = /^(?:[a-z.-]+\/)*([a-z0-9-]+)\.md(?:#.*)?$/u.exec(address)?.[1];
  return page !== undefined && PAGES.has(page) ? page : null;
}
