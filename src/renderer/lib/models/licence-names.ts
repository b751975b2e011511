/** Licences as they are written: cards name them by the ids of the Hub, in small letters. */

/** Of those ids whose written form is no mere capitals. */
const WRITTEN: Readonly<Record<string, string>> = {
  'apache-2.0': 'Apache-2.0',
  openrail: 'OpenRAIL',
  unlicense: 'Unlicense',
  llama2: 'Llama 2',
  llama3: 'Llama 3',
  gemma: 'Gemma',
};

/** Families whose ids are capitals and numbers: mit, cc-by-4.0, gpl-3.0. */
const CAPITALS = /^(mit|isc|wtfpl|0bsd|[al]?gpl|bsd|cc|cc0|mpl|epl|eupl|ofl|osl|afl)(-|$)/;

export function licenceName(id: string): string {
  const small = id.toLowerCase();
  const written = WRITTEN[small];
  if (written !== undefined) return written;
  return CAPITALS.test(small) ? small.toUpperCase().replaceAll('CLAUSE', 'Clause') : id;
}
