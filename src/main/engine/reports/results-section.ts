/** What came out: heads by what was found of them, metric by metric, the figures, and what analyses say. */
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import {
  controlWords,
  differenceText,
  formatQ,
  headOutcome,
} from '../../../core/analyses/statistics/head-words.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import type { StatisticsRow } from '../../../core/analyses/statistics/rows.ts';
import { isSameThroughout, sameWords } from '../../../core/analyses/statistics/same-with-both.ts';
import {
  decimalsFor,
  decimalsShowing,
  formatFixed,
  meanWithInterval,
} from '../../../core/figures/fixed-numbers.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { FigureParts } from '../figures/draw-figure.ts';
import { type Column, fromData, Html, html, NOTHING, number, type Part, sentence, table } from './html.ts';
import { hasControl, namesIn, type Report, type ReportedAnalysis } from './report.ts';

const MOST_HEADS = 24;

export function resultsSection(report: Report): Html {
  const isCompared = hasControl(report);
  return html`${
      isCompared
        ? NOTHING
        : html`<p class="none">
            No control: these numbers are compared with nothing, so they cannot tell which heads respond to
            the change itself.
          </p> `
    }${headsTable(report)}
    ${metricsTable(report)} ${figures(report)}
    <h3>Analyses</h3>
    ${analyses(report)}`;
}

const headName = ({ layer, head }: { readonly layer: number; readonly head: number }) => `L${layer} H${head}`;

function headsTable({ rows, metric, design }: Report): Html {
  const ranked = byResponse(rows, metric);
  const shown = ranked.slice(0, MOST_HEADS);
  const isCompared = design.kind !== 'none';
  const { label, unit } = METRICS[metric];
  const decimals = decimalsFor(
    shown.flatMap(({ mean, difference }) => (isCompared ? [mean, difference] : [mean])),
  );
  const of = `${shown.length === ranked.length ? `All ${ranked.length} heads` : `The first ${shown.length} of ${ranked.length} heads`}`;
  return table(
    html`<b>Heads by ${label}${unit === '' ? '' : `, ${unit}`}.</b> ${of},
      ${isCompared ? 'those that change more than their control first' : 'by their mean'}; 95 % intervals in
      brackets.`,
    headColumns(isCompared, controlWords(design.kind)),
    shown.map((row) => headCells(row, decimals, isCompared)),
  );
}

function headColumns(isCompared: boolean, control: string): Column[] {
  return [
    { head: 'head' },
    { head: 'pairs', isNumber: true },
    { head: 'mean', isNumber: true },
    ...(isCompared
      ? [
          { head: control, isNumber: true },
          { head: 'difference', isNumber: true },
          { head: 'q', isNumber: true },
          { head: 'outcome' },
        ]
      : []),
  ];
}

function headCells(row: StatisticsRow, decimals: number, isCompared: boolean): Part[] {
  return [
    html`<span id="${idOfHead(row)}">${headName(row)}</span>`,
    number(row.n, row.n.toLocaleString('en')),
    number(row.mean, meanWithInterval(row.mean, row.ci_low, row.ci_high, decimals)),
    ...(isCompared
      ? [
          number(row.control_mean, formatFixed(row.control_mean, decimals)),
          number(row.difference, differenceText(row, decimalsShowing(row.difference, decimals))),
          number(row.q, formatQ(row.q, row.q_at_most)),
          headOutcome(row, METRICS[row.metric]),
        ]
      : []),
  ];
}

const idOfHead = ({ metric, layer, head }: StatisticsRow) => `${metric}-L${layer}H${head}`;

/** A line for each metric: how many heads were found to respond, and the strongest. */
function metricsTable({ rows, run, design }: Report): Html {
  const isCompared = design.kind !== 'none';
  const names = run.metrics.filter((name) => METRICS[name].form !== 'excluded');
  return table(
    html`<b>Every metric.</b>
      ${isCompared ? 'Heads by outcome, and the head that is furthest in the direction of change.' : 'The head with the furthest mean in the direction of change. No control: nothing is said of what responds.'}`,
    [
      { head: 'metric' },
      ...(isCompared
        ? ['more', 'less', 'no response', 'not resolved', 'undecided', 'not tested'].map((head) => ({
            head,
            isNumber: true,
          }))
        : []),
      { head: 'head' },
      { head: isCompared ? 'difference' : 'mean', isNumber: true },
    ],
    names.map((name) => metricCells(rows, name, isCompared)),
  );
}

function metricCells(rows: readonly StatisticsRow[], name: MetricName, isCompared: boolean): Part[] {
  const own = rows.filter(({ metric }) => metric === name);
  const counts = countOutcomes(own);
  const first = byResponse(own, name).find((row) => (isCompared ? row.difference : row.mean) !== null);
  const { label, unit } = METRICS[name];
  const value = isCompared ? (first?.difference ?? null) : (first?.mean ?? null);
  const [low, high] = isCompared
    ? [first?.difference_ci_low ?? null, first?.difference_ci_high ?? null]
    : [first?.ci_low ?? null, first?.ci_high ?? null];
  // As what is measured of the original alone, which a pair and its neutral share.
  const [some] = own;
  if (isCompared && some !== undefined && isSameThroughout(own))
    return [
      `${label}${unit === '' ? '' : `, ${unit}`}`,
      ...Array.from({ length: 7 }, () => '–'),
      sameWords(some),
    ];
  // Where some heads have the same with both, there is nothing to test at them.
  const { more, less, none, small, unresolved, undecided, untested, same } = counts;
  const found = [more, less, none + small, unresolved, undecided, untested + same];
  return [
    `${label}${unit === '' ? '' : `, ${unit}`}`,
    ...(isCompared ? found.map((count) => number(count, `${count}`)) : []),
    first === undefined ? '–' : headName(first),
    number(value, meanWithInterval(value, low, high, decimalsFor([value]))),
  ];
}

function figures({ figures: drawn }: Report): Html {
  const each = drawn.map(({ parts }, at) => figure(parts, at + 1));
  return html`<div class="figures">${each}</div> `;
}

function figure({ svg, title, note, caption }: FigureParts, at: number): Html {
  return html`<figure id="figure-${at}">
    ${inPage(svg, at, title)}
    <figcaption><b>Figure ${at}. ${title}.</b> ${note} ${fromData(caption)}</figcaption>
  </figure> `;
}

/** The drawing as one of several in a page: its name for whoever does not see it, its inner names its own. */
function inPage(svg: string, at: number, title: string): Html {
  const named = svg.replace(/((?: id="|url\(#))figure-/g, `$1figure-${at}-`);
  return new Html(named.replace(/^<svg /, () => html`<svg role="img" aria-label="${title}" `.source));
}

function analyses(report: Report): Html {
  const { analyses: done, run } = report;
  if (done.length === 0)
    return html`<p>No analysis of ${fromData(run.model.name)} is done in this project.</p> `;
  return table(
    html`<b>Analyses of the same model that are done.</b> What each found, in its first sentence.`,
    [{ head: 'analysis' }, { head: 'of' }, { head: 'control set' }, { head: 'finding' }],
    done.map((one) => [
      `${one.title} ${one.id}`,
      fromData(one.of),
      controlOf(one),
      one.headline === null
        ? 'It follows an older definition: compute it again to read it.'
        : sentence(one.headline, namesIn(report)),
    ]),
  );
}

function controlOf({ controlSet }: ReportedAnalysis): Part {
  if (controlSet === undefined) return html`<span class="muted">takes none</span>`;
  return controlSet === null ? 'none' : fromData(controlSet);
}
