/** A model card: Markdown, and before it, between lines of three dashes, what the Hub knows of the model as YAML. */

const FRONT_MATTER = /^\uFEFF?---[^\S\n]*\r?\n(?<fields>[\s\S]*?)\r?\n---[^\S\n]*(?:\r?\n|$)/;

/** The Markdown without its front matter. */
export function cardText(card: string): string {
  return card.replace(FRONT_MATTER, '').trim();
}

/** The licence that the front matter names; the name of one that it only calls `other`. */
export function cardLicence(card: string): string | null {
  const fields = FRONT_MATTER.exec(card)?.groups?.['fields'] ?? '';
  const licence = fieldOf(fields, 'license');
  return licence === 'other' ? (fieldOf(fields, 'license_name') ?? licence) : licence;
}

/** The value of a field that is one word or a quoted text on its own line; null for what YAML can say beyond that. */
function fieldOf(fields: string, name: string): string | null {
  const match = new RegExp(
    `^${name}:[^\\S\\n]*(["']?)([^\\s"'#][^"'#\\n\\r]*?)\\1[^\\S\\n]*(?:#.*)?\\r?$`,
    'm',
  ).exec(fields);
  return match?.[2]?.trim() ?? null;
}
