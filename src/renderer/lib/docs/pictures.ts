/** The pictures of the documentation. */

/** Where the pictures are, by the names of their files; a page fetches those that it shows. Those of the README are not among them. */
const PICTURES = new Map(
  Object.entries(
    import.meta.glob<string>(
      ['../../../../docs/images/*.{png,svg}', '!**/images/{heads,pair-view,results}.png'],
      { query: '?url', import: 'default', eager: true },
    ),
  ).map(([file, url]) => [file.slice(file.lastIndexOf('/') + 1), url]),
);

/** Where a picture of a page is; null for one that does not come with the workbench. */
export function pictureOf(address: string): string | null {
  return PICTURES.get(address.slice(address.lastIndexOf('/') + 1)) ?? null;
}
