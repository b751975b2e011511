/** Sites that links of the workbench may lead to. In what strangers wrote, a link to any other site is shown as text. */
const LINKED_SITES: ReadonlySet<string> = new Set([
  'aclanthology.org',
  'arxiv.org',
  'doi.org',
  'github.com',
  'huggingface.co',
]);

/** Whether a link may be handed to the person's browser. */
export function isLinkedSite(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, port } = new URL(url);
  return protocol === 'https:' && LINKED_SITES.has(hostname) && username === '' && port === '';
}
