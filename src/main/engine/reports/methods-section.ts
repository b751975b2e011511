/** How it was done: the model, what was compared, the statistics, and what each metric is. */
import { choiceWords } from '../../../core/analyses/statistics/choice-words.ts';
import { FOUND_INTERVAL } from '../../../core/analyses/statistics/found.ts';
import { intervalWords, testWords } from '../../../core/analyses/statistics/head-words.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import { QUERY_WORDS } from '../../../core/metrics/queries.ts';
import { OUTCOME_LEVEL } from '../../../core/statistics/outcome.ts';
import { facts, fromData, html, type Html, list, number, sentence, table } from './html.ts';
import { hasControl, namesIn, type Report } from './report.ts';

export function modelSection({ run: { model, provenance } }: Report): Html {
  return facts([
    ['Model', fromData(model.name)],
    ['Architecture', model.architecture],
    ['Layers', number(model.layers, `${model.layers}`)],
    ['Heads in each', number(model.heads, `${model.heads}`)],
    ['Weights, SHA-256', html`<span class="hash">${provenance.weightsHash}</span>`],
    [
      'Tokenizer, SHA-256',
      html`<span class="hash">${provenance.tokenizerHash === '' ? 'none' : provenance.tokenizerHash}</span>`,
    ],
  ]);
}

export function methodsSection(report: Report): Html {
  const { run, findings, metric, rows } = report;
  const { alignment, queries, seed, comparison } = run.provenance;
  const [row] = rows.filter((each) => each.metric === metric && each.n > 0);
  return html`<p>
      Both statements of every pair went through the model. Their tokens were aligned (${alignment}), and at
      every head the two attention patterns and what the head reads out were compared, over
      ${QUERY_WORDS[queries]}.
    </p>
    ${list(findings.compared.map((one) => sentence(one, namesIn(report))))}
    ${facts([
      ['Comparison, as planned', choiceWords(comparison)],
      [
        'Control',
        hasControl(report) ? sentence(controlOf(report), namesIn(report)) : 'none: the numbers stand alone',
      ],
      ['Intervals', `95 %${row === undefined ? '' : `; ${intervalWords(row)}`}`],
      [
        'Tests',
        hasControl(report) && row !== undefined
          ? `${testWords(row)}, all arrangements where there are at most ${comparison.permutations.toLocaleString('en')}, else so many drawn at random, and more where p is the least that these can show; called where q ≤ ${OUTCOME_LEVEL}, the false discovery rate over all heads of a metric, and ${FOUND_INTERVAL}`
          : 'none against a control',
      ],
      ['Seed', number(seed, `${seed}`)],
    ])}
    ${table(
      html`<b>What the metrics are.</b> Those of this run; forms without sinks are the same over attention to
        other tokens.`,
      [{ head: 'metric' }, { head: 'unit' }, { head: 'definition' }, { head: 'undefined when' }],
      run.metrics
        .filter((name) => METRICS[name].form !== 'excluded')
        .map((name) => {
          const { label, unit, definition, undefinedWhen, note } = METRICS[name];
          return [
            html`${label}<br /><code>${name}</code>`,
            unit === '' ? '–' : unit,
            html`${definition}${note === undefined ? '' : html` <span class="muted">${note}</span>`}`,
            undefinedWhen,
          ];
        }),
    )}`;
}

function controlOf({ design, run }: Report): string {
  switch (design.kind) {
    case 'paired':
      return 'the neutral change of each pair';
    case 'within':
      return `controls of the same cluster in ${run.controlSet?.name ?? 'the control set'}`;
    case 'matched':
      return `pairs of ${run.controlSet?.name ?? 'the control set'} of the same shape of change`;
    case 'unadjusted':
      return `all pairs of ${run.controlSet?.name ?? 'the control set'}, not adjusted`;
    case 'none':
      return 'none';
  }
}
