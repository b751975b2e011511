/** The pages of the documentation, which come with the workbench. */

const PAGES = import.meta.glob<string>('../../../../docs/*.md', { query: '?raw', import: 'default' });

/** The text of a page in Markdown. @throws Error for a page that there is not */
export async function pageText(page: string): Promise<string> {
  const load = PAGES[`../../../../docs/${page}.md`];
  if (load === undefined) throw new Error(`The documentation has no page “${page}”.`);
  return load();
}
