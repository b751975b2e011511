/** A model card: Markdown, and before it, between lines of three dashes, what the Hub knows of the model as YAML. */

const FRONT_MATTER = /^\uFEFF?---[^\S\n]*\r?\n(?<fields>[\s\S]*?)\r?\n---[^\S\n]*(?:\r?\n|$)/;

/** The Markdown without its front matter. */
export function cardText(card: string): string {
  return card.replace(FRONT_MATTER, '').trim();
}
