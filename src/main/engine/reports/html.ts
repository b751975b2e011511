/** Pieces of HTML: what is put into a template is text, and escaped, unless it is a piece itself. */
import { runsRightToLeft } from '../../../core/figures/token-labels.ts';
import { escapeXml } from '../../../core/figures/xml.ts';

export class Html {
  /** As a file has it. */
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type Part = Html | string | number | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((text, at) => `${text}${at < parts.length ? sourceOf(parts[at] ?? '') : ''}`).join(''),
  );
}

function sourceOf(part: Part): string {
  if (part instanceof Html) return part.source;
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return escapeXml(String(part));
}

/** Nothing at all. */
export const NOTHING = html``;

/** A text of the data, which runs as it runs, whatever stands beside it. */
export function fromData(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** A sentence with names of the data in it: those that run from right to left are set apart. */
export function sentence(text: string, names: readonly string[] = []): Html {
  const apart = names.filter((name) => runsRightToLeft(name));
  if (apart.length === 0) return html`${text}`;
  const parts = apart.reduce<Part[]>(
    (pieces, name) =>
      pieces.flatMap((piece): Part[] =>
        typeof piece === 'string'
          ? piece
              .split(name)
              .flatMap((between, at): Part[] => (at === 0 ? [between] : [fromData(name), between]))
          : [piece],
      ),
    [text],
  );
  return html`${parts}`;
}

/** A number as it is read, with the number itself for machines. */
export function number(value: number | null, text: string): Html {
  return value === null ? html`${text}` : html`<data value="${value}">${text}</data>`;
}

export interface Column {
  readonly head: Part;
  /** Of numbers: aligned right, in figures of one width. */
  readonly isNumber?: boolean;
}

/** @param rows the first cell of each names its row */
export function table(caption: Part, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const kind = (at: number): string => (columns[at]?.isNumber === true ? 'number' : 'text');
  const head = columns.map((column, at) => html`<th scope="col" class="${kind(at)}">${column.head}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, at) =>
          at === 0
            ? html`<th scope="row" class="${kind(at)}">${cell}</th>`
            : html`<td class="${kind(at)}">${cell}</td>`,
        )}
      </tr> `,
  );
  return html`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
}

/** Sentences as a list; nothing where there are none. */
export function list(sentences: readonly Part[]): Html {
  return sentences.length === 0
    ? NOTHING
    : html`<ul>
        ${sentences.map((one) => html`<li>${one}</li> `)}
      </ul> `;
}

/** Facts by name. */
export function facts(entries: readonly (readonly [name: string, value: Part])[]): Html {
  return html`<dl>
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl> `;
}
