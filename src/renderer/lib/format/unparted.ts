/** Numbers and their units, and what is compared, stay on one line. */

const NO_BREAK = '\u00a0';

/** After a number: what it is counted in. */
const BEFORE_UNIT =
  /(?<=\d) (?=(?:[kMG]?B|[kM]|ms|s|min|h|d|bits?|nats?|SD|mm|%|seconds?|minutes?|hours?)(?![\p{L}\d]))/gu;

/** 'q ≤ 0.05', 'n = 3': a name, a sign and a number. */
const COMPARED = /(?<=[\p{L}\d]) ([=≤≥<>≈]) (?=[\d−-])/gu;

/** With spaces at which no line breaks in the place of these. For the screen alone: files and commands have ordinary spaces. */
export function unparted(text: string): string {
  return text
    .replaceAll(BEFORE_UNIT, NO_BREAK)
    .replaceAll(COMPARED, `${NO_BREAK}$1${NO_BREAK}`)
    .replaceAll('less than 1', `less than${NO_BREAK}1`);
}
