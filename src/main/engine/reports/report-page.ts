/** A report as one page of HTML that needs nothing beside it: no script, no address, its fonts and figures within. */
import { QUERY_WORDS } from '../../../core/metrics/queries.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import { dataSection } from './data-section.ts';
import { fromData, Html, html, list, NOTHING, sentence } from './html.ts';
import { methodsSection, modelSection } from './methods-section.ts';
import { commandsSection, provenanceSection } from './provenance-section.ts';
import { hasControl, namesIn, type Report } from './report.ts';
import { resultsSection } from './results-section.ts';
import { STYLE } from './style.ts';

const SECTIONS: readonly {
  readonly id: string;
  readonly title: string;
  readonly content: (report: Report) => Html;
}[] = [
  { id: 'question', title: 'Question', content: questionSection },
  { id: 'found', title: 'What was found', content: foundSection },
  { id: 'data', title: 'Data', content: dataSection },
  { id: 'model', title: 'Model', content: modelSection },
  { id: 'methods', title: 'Methods', content: methodsSection },
  { id: 'results', title: 'Results', content: resultsSection },
  { id: 'provenance', title: 'Provenance', content: provenanceSection },
  { id: 'again', title: 'Making it again', content: commandsSection },
];

/** @param fontRules gives the fonts of what the page says, as rules of CSS */
export async function reportPage(
  report: Report,
  fontRules: (text: string) => Promise<string>,
): Promise<string> {
  const { run } = report;
  const body = html`<header>
      <h1>${fromData(run.set.name)} through ${fromData(run.model.name)}</h1>
      <p class="muted">
        Run ${run.id} · ${METRICS[report.metric].label} · ${QUERY_WORDS[run.provenance.queries]} · Pairlens
        ${run.provenance.pairlensVersion}
      </p>
      <nav aria-label="Sections">
        <ol>
          ${SECTIONS.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
        </ol>
      </nav>
    </header>
    <main>
      ${SECTIONS.map(
        ({ id, title, content }) =>
          html`<section aria-labelledby="${id}">
            <h2 id="${id}">${title}</h2>
            ${content(report)}
          </section> `,
      )}
    </main>
    <footer>
      Every number of this page is one of run ${run.id}; numbers carry their full value in the element
      <code>data</code>.
    </footer> `;
  const fonts = new Html(await fontRules(body.source));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${run.set.name} through ${run.model.name}: run ${run.id}</title>
        <style>
          ${fonts}
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.source;
}

function questionSection(report: Report): Html {
  const { run, project } = report;
  const { model, set, controlSet } = run;
  const beyond = hasControl(report)
    ? report.design.kind === 'paired'
      ? html`, more than when a neutral change is made to the same sentence`
      : html`, more than on the changes of ${fromData(controlSet?.name ?? 'the control set')}, which should
        not matter`
    : html`? Nothing was measured to compare it with, so that what follows describes and does not tell which
      heads respond`;
  return html`<p class="lead">
      Which of the ${model.layers * model.heads} attention heads of ${fromData(model.name)} behave differently
      when each original of ${fromData(set.name)} is replaced by its
      counterfactual${beyond}${hasControl(report) ? '?' : '.'}
    </p>
    ${project.description === '' ? NOTHING : html`<p>${fromData(project.description)}</p> `}`;
}

function foundSection(report: Report): Html {
  const { findings, run } = report;
  const names = namesIn(report);
  const unfinished = run.done + run.failed < run.total;
  return html`${
      unfinished
        ? html`<p class="none">
            The run is not complete: ${run.done} of ${run.total} pairs were measured. What follows is of
            these.
          </p> `
        : NOTHING
    }
    <p class="lead">${sentence(findings.headline, names)}</p>
    ${list(findings.details.map((one) => sentence(one, names)))}
    ${
      findings.caveats.length === 0
        ? NOTHING
        : html`<h3>What to keep in mind</h3>
            ${list(findings.caveats.map((one) => sentence(one, names)))}`
    }`;
}
