/** How the filter of the results is written in the query of a URL hash, and read back. */
import type { ResultFilter, Threshold } from '../../../shared/entities.ts';
import { number, numbers, searched, text, yes, type QueryPart } from '../navigation/query-parts.ts';

const role = text('role');
const layers = numbers('layers');
const heads = numbers('heads');
const pair = number('pair');
const search = searched('search');
const regex = yes('regex');
const match = text('match');
const pinned = yes('pinned');
const marked = yes('marked');
const known = text('known');

/**
 * `role=control&layers=2,3&heads=0&label=never&pair=17&search=rain&regex=yes&pinned=yes&marked=yes&known=one_token&where=value_cosine<=0.9&match=any`. There is one `label=` for each label (an
 * empty one for pairs without label) and one `where=` for each threshold.
 */
export const filterInQuery: QueryPart<ResultFilter> = {
  read: (query) => ({
    role: role.read(query),
    layers: layers.read(query),
    heads: heads.read(query),
    labels: query.has('label')
      ? query.getAll('label').map((label) => (label === '' ? null : label))
      : undefined,
    pairId: pair.read(query),
    search: search.read(query),
    regex: regex.read(query) === true ? true : undefined,
    match: match.read(query),
    pinned: pinned.read(query) === true ? true : undefined,
    marked: marked.read(query) === true ? true : undefined,
    known: known.read(query),
    thresholds: query.getAll('where').map(parseThreshold),
  }),
  write: (filter, query) => {
    if (filter.role !== 'set') role.write(filter.role, query);
    if (filter.layers !== undefined) layers.write(filter.layers, query);
    if (filter.heads !== undefined) heads.write(filter.heads, query);
    for (const label of filter.labels ?? []) query.append('label', label ?? '');
    if (filter.pairId !== undefined) pair.write(filter.pairId, query);
    if (filter.search !== undefined) search.write(filter.search, query);
    if (filter.regex !== undefined) regex.write(true, query);
    if (filter.pinned !== undefined) pinned.write(true, query);
    if (filter.marked !== undefined) marked.write(true, query);
    if (filter.known !== undefined) known.write(filter.known, query);
    if (filter.match !== undefined) match.write(filter.match, query);
    for (const threshold of filter.thresholds) query.append('where', formatThreshold(threshold));
  },
};

/**
 * `value_cosine<=0.9`, `|value_cosine-top_key_overlap|>0.2`, `value_cosine<control` → its
 * parts. Other text is returned unchanged, and the schema refuses it.
 */
function parseThreshold(written: string): unknown {
  const match =
    /^(?:(?<metric>[a-z_]+)|\|(?<of>[a-z_]+)-(?<minus>[a-z_]+)\|)(?<comparison>>=|<=|>|<)(?<value>.+)$/.exec(
      written,
    );
  if (match?.groups === undefined) return written;
  const { metric, of, minus, comparison, value } = match.groups;
  return { metric: metric ?? of, minus, comparison, value: value === 'control' ? value : Number(value) };
}

function formatThreshold({ metric, minus, comparison, value }: Threshold): string {
  return `${minus === undefined ? metric : `|${metric}-${minus}|`}${comparison}${String(value)}`;
}
