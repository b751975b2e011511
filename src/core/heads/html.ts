/** The catalogue of heads as one page of HTML that needs nothing beside it: tables that sort and filter, light and dark. */
import { formatNumbers } from '../analyses/head-figures/head-map.ts';
import { orNull } from '../analyses/named-tensor.ts';
import { callsByName, titleOfCalls } from './call-names.ts';
import {
  callsOfHead,
  compareCalls,
  type HeadCatalogue,
  type HeadColumn,
  sourceWords,
  STRONGEST_WORDS,
} from './catalogue.ts';

export interface PageRecord {
  /** The version that wrote it. */
  readonly pairlens: string;
}

/** @param catalogues one model, or two that stand one after the other with a comparison of what their heads are called */
export function headsHtml(catalogues: readonly HeadCatalogue[], { pairlens }: PageRecord): string {
  const title = `Heads of ${catalogues.map(({ model }) => model.name).join(' and ')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
<p><label>Show heads that have <input type="search" id="filter" placeholder="L5, induction, …"></label></p>
${catalogues.length > 1 ? comparison(catalogues) : ''}
${catalogues.map(table).join('\n')}
<footer>Pairlens ${text(pairlens)}. Numbers are means with 95 % intervals. A head is called something when the rule of its analysis holds; the rule stands under the name of the column.</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function comparison(catalogues: readonly HeadCatalogue[]): string {
  const rows = compareCalls(catalogues).map(({ as, models }) => {
    const cells = models.map((summary) =>
      summary === null
        ? '<td class="none" colspan="3">not analysed</td>'
        : `<td data-value="${summary.share}">${summary.called} (${percent(summary.share)})</td><td>${
            summary.strongest === null
              ? '–'
              : `L${summary.strongest.layer} H${summary.strongest.head} ${text(summary.strongest.value)}`
          }</td><td data-value="${summary.depth ?? ''}">${summary.depth === null ? '–' : summary.depth.toFixed(2)}</td>`,
    );
    return `<tr><th scope="row">${text(as)}</th>${cells.join('')}</tr>`;
  });
  const heads = catalogues.map(({ model }) => `<th colspan="3">${text(model.name)}</th>`).join('');
  const columns = catalogues.map(() => '<th>called</th><th>strongest</th><th>depth</th>').join('');
  return `<h2>What heads are called</h2>
<p class="note">Strongest: ${STRONGEST_WORDS}. Depth: mean layer of the heads that are called, 0 the first and 1 the last.</p>
<div class="scroll"><table><thead><tr><th></th>${heads}</tr><tr><th>called</th>${columns}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

function table(catalogue: HeadCatalogue): string {
  const { columns, model } = catalogue;
  const head = columns.map((column) => heading(column)).join('');
  const rows = Array.from({ length: model.layers * model.heads }, (_, place) => {
    const at = { layer: Math.floor(place / model.heads), head: place % model.heads };
    const chips = callsByName(callsOfHead(catalogue, at))
      .map(({ words, outcome, calls }) => {
        const [only] = calls.length === 1 ? calls : [];
        const value = only === undefined ? '' : ` ${only.value}`;
        return `<span class="chip ${outcome}" title="${text(titleOfCalls(calls))}">${text(`${words}${value}`)}</span>`;
      })
      .join(' ');
    const cells = columns.map(({ quantity }) => {
      const value = orNull(quantity.values[place]);
      return value === null
        ? '<td class="none" data-value="">–</td>'
        : `<td class="${quantity.called?.outcomes[place] ?? ''}" data-value="${value}">${text(formatNumbers(quantity, place))}</td>`;
    });
    return `<tr><th scope="row" data-value="${place}">L${at.layer} H${at.head}</th><td>${chips}</td>${cells.join('')}</tr>`;
  });
  return `<h2>${text(model.name)}</h2>
<p class="note">${model.layers} layers of ${model.heads} heads; ${columns.length} quantities.</p>
<div class="scroll"><table class="heads"><thead><tr><th>head</th><th>called</th>${head}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

function heading({ source, quantity }: HeadColumn): string {
  const { title, unit, called } = quantity;
  const rule = called === undefined ? '' : `<small>${text(called.as)}: ${text(called.rule)}</small>`;
  return `<th><button>${text(title)}${unit === '' ? '' : `, ${text(unit)}`}</button><small>${text(sourceWords(source))}</small>${rule}</th>`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function text(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; font: 13px/1.45 Inter, system-ui, sans-serif; }
body { margin: 24px; }
h1 { font-size: 18px; } h2 { font-size: 14px; margin: 24px 0 4px; }
.note, small, footer { color: light-dark(#65645f, #a09f99); font-size: 12px; font-weight: 400; }
small { display: block; max-width: 22em; }
footer { margin-top: 24px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 3px 10px; border-bottom: 1px solid light-dark(#e5e5e1, #2b2d30); text-align: left; vertical-align: top; }
td { font-family: 'JetBrains Mono', ui-monospace, monospace; font-size: 12px; white-space: nowrap; }
thead th { position: sticky; top: 0; background: Canvas; vertical-align: bottom; }
button { font: inherit; font-weight: 600; padding: 0; border: 0; background: none; color: inherit; text-align: left; cursor: pointer; }
.chip { padding: 1px 6px; border-radius: 4px; background: light-dark(#e6ecfb, #26304a); color: light-dark(#2f5bd0, #85a9ff); }
.chip.fell { background: none; outline: 1px dashed light-dark(#8a5700, #e3b25b); color: light-dark(#8a5700, #e3b25b); }
td.called { font-weight: 700; } td.none, td.undecided, td.untested { color: light-dark(#65645f, #a09f99); }
td.fell { color: light-dark(#8a5700, #e3b25b); }
`;

const SCRIPT = `
for (const table of document.querySelectorAll('table.heads')) {
  const body = table.tBodies[0];
  table.tHead.rows[0].querySelectorAll('th').forEach((th, column) => {
    let down = false;
    th.addEventListener('click', () => {
      down = !down;
      const value = (row) => { const v = row.cells[column].dataset.value ?? row.cells[column].textContent; return v === '' ? NaN : Number(v); };
      const rows = [...body.rows].sort((a, b) => {
        const x = value(a), y = value(b);
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
        return down ? y - x : x - y;
      });
      body.append(...rows);
    });
  });
}
document.getElementById('filter').addEventListener('input', (event) => {
  const wanted = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const row of document.querySelectorAll('table.heads tbody tr')) {
    const has = (row.cells[0].textContent + ' ' + row.cells[1].textContent).toLowerCase();
    row.hidden = !wanted.every((word) => has.includes(word));
  }
});
`;
