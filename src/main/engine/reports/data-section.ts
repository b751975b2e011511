/** The pairs: what they are, what is like what, and what could not be measured. */
import { BALANCE_WORDS } from '../../../core/analyses/statistics/caveats.ts';
import { rankWords } from '../../../core/analyses/statistics/rank-words.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import { decimalsFor, formatFixed } from '../../../core/figures/fixed-numbers.ts';
import { failureSentences, noteSentences } from '../../../core/pairs/quality-words.ts';
import type { PairCovariate } from '../../../core/statistics/pair-covariates.ts';
import type { Balance } from '../../../core/statistics/balance.ts';
import type { Pair } from '../../../shared/entities.ts';
import { comparisonName } from '../../../shared/run-soundness.ts';
import { facts, fromData, html, type Html, list, NOTHING, number, type Part, table } from './html.ts';
import type { Report, ReportedSet } from './report.ts';

const MOST_LABELS = 20;
const MOST_FAILURES = 20;

export function dataSection(report: Report): Html {
  const { run, set, controlSet, quality } = report;
  const counted = quality.counted ? noteSentences(quality.roles) : [];
  return html`<p>
      ${number(run.done, run.done.toLocaleString('en'))} of
      ${number(run.total, run.total.toLocaleString('en'))} pairs of set and control were
      measured${run.failed === 0 ? '' : html`; ${number(run.failed, run.failed.toLocaleString('en'))} failed`}.${neutralWords(report)}
    </p>
    ${setPart('The set', set)} ${controlSet === null ? NOTHING : setPart('The control set', controlSet)}
    <h3>Balance</h3>
    ${balanceTable(report)} ${list([...counted, ...failureSentences(quality.roles)])} ${failures(report)}`;
}

function neutralWords({ run: { neutrals } }: Report): Part {
  if (neutrals.total === 0) return '';
  return html` ${number(neutrals.total, neutrals.total.toLocaleString('en'))} pairs have a neutral change, of
  which ${number(neutrals.done, neutrals.done.toLocaleString('en'))} were measured.`;
}

function setPart(title: string, { name, description, source, labels, examples }: ReportedSet): Html {
  const total = labels.reduce((sum, { pairs }) => sum + pairs, 0);
  const shown = labels.slice(0, MOST_LABELS);
  const isLabelled = labels.some(({ label }) => label !== null);
  return html`<h3>${title}: ${fromData(name)}</h3>
    ${facts([
      ...(description === '' ? [] : [['Description', fromData(description)] as const]),
      ...(source === '' ? [] : [['Source', fromData(source)] as const]),
      ['Pairs', number(total, total.toLocaleString('en'))],
    ])}
    ${
      isLabelled
        ? table(
            html`<b>Labels of ${fromData(name)}.</b
              >${labels.length > shown.length ? ` The ${shown.length} most frequent of ${labels.length}.` : ''}`,
            [{ head: 'label' }, { head: 'pairs', isNumber: true }, { head: 'failed', isNumber: true }],
            shown.map(({ label, pairs, failed }) => [
              label === null ? html`<span class="muted">without</span>` : fromData(label),
              number(pairs, pairs.toLocaleString('en')),
              number(failed, failed.toLocaleString('en')),
            ]),
          )
        : NOTHING
    }
    ${examplesTable(name, examples)}`;
}

function examplesTable(name: string, examples: readonly Pair[]): Html {
  const hasNeutral = examples.some(({ neutral, neutralIds }) => neutral !== null || neutralIds !== null);
  const said = (text: string | null, ids: readonly number[] | null): Html =>
    text === null && ids === null ? html`–` : html`<bdi>${text ?? ids?.join(' ') ?? ''}</bdi>`;
  return table(
    html`<b>Pairs of ${fromData(name)},</b> taken evenly from its order.`,
    [
      { head: 'pair', isNumber: true },
      { head: 'original' },
      { head: 'counterfactual' },
      ...(hasNeutral ? [{ head: 'neutral' }] : []),
    ],
    examples.map((pair) => [
      pairNumber(pair.position),
      said(pair.original, pair.originalIds),
      said(pair.counterfactual, pair.counterfactualIds),
      ...(hasNeutral ? [said(pair.neutral, pair.neutralIds)] : []),
    ]),
  );
}

function balanceTable({ design }: Report): Html {
  if (design.balance.length === 0)
    return html`<p class="none">No control: nothing can be said of whether set and control are alike.</p> `;
  const other = design.kind === 'paired' ? 'neutral' : 'control';
  const isMatched = design.balance.some(({ after }) => after !== null);
  const numbers = (
    covariate: PairCovariate,
    { set, control, standardisedDifference, amber }: Balance,
  ): Part[] => {
    const decimals = decimalsFor([set, control]);
    const words = (value: number | null): string =>
      covariate === 'rank' && value !== null ? rankWords(value) : formatFixed(value, decimals);
    return [
      number(set, words(set)),
      number(control, words(control)),
      html`${number(standardisedDifference, formatFixed(standardisedDifference, 2))}${amber ? ' *' : ''}`,
    ];
  };
  const heads = (when: string) => [
    { head: `set${when}`, isNumber: true },
    { head: `${other}${when}`, isNumber: true },
    { head: `difference${when}, SD`, isNumber: true },
  ];
  return table(
    html`<b>Means of what heads may respond to beside the change,</b> and their standardised difference. *:
      beyond 0.25 standard deviations.`,
    [{ head: 'quantity' }, ...heads(isMatched ? ', all' : ''), ...(isMatched ? heads(', compared') : [])],
    design.balance.map(({ covariate, before, after }) => [
      BALANCE_WORDS[covariate],
      ...numbers(covariate, before),
      ...(isMatched ? (after === null ? ['–', '–', '–'] : numbers(covariate, after)) : []),
    ]),
  );
}

function failures({ errors, run }: Report): Html {
  if (errors.length === 0) return NOTHING;
  const shown = errors.slice(0, MOST_FAILURES);
  const all = run.failed + run.neutrals.failed;
  return table(
    html`<b>Comparisons that failed.</b>${all > shown.length ? ` The first ${shown.length} of ${all}.` : ''}`,
    [{ head: 'comparison' }, { head: 'code' }, { head: 'reason' }],
    shown.map((error) => [comparisonName(error), html`<code>${error.code}</code>`, fromData(error.message)]),
  );
}
