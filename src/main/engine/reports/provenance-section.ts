/** Where every number comes from, and how to make it again. */
import { ranOnWords } from '../../../shared/devices.ts';
import type { Provenance } from '../../../shared/entities.ts';
import { commandsAgain } from '../../../shared/run-command.ts';
import { soundnessWords, unhashedWords } from '../../../shared/run-soundness.ts';
import { STATE_WORDS } from '../../../shared/state-words.ts';
import { exportCommands, figureCommand } from './commands.ts';
import { facts, fromData, html, type Html, list, type Part, sentence } from './html.ts';
import { namesIn, type Report } from './report.ts';

export function provenanceSection(report: Report): Html {
  const { run, project, soundness } = report;
  const { provenance } = run;
  const hash = (text: string | null): Part =>
    text === null || text === '' ? 'not on record' : html`<span class="hash">${text}</span>`;
  const wrong = soundnessWords(run.id, soundness);
  const unhashed = unhashedWords(soundness);
  return html`${facts([
    ['Run', `${run.id}`],
    ['Project', fromData(project.name)],
    ['State', STATE_WORDS[run.state]],
    ['Begun', run.startedAt ?? 'not yet'],
    ['Ended', run.finishedAt ?? 'not yet'],
    ['Pairlens', provenance.pairlensVersion],
    ['ONNX Runtime', provenance.ortVersion],
    ['Computed on', computedOn(provenance)],
    ['Set, SHA-256', hash(provenance.setHash)],
    ...(run.controlSet === null ? [] : [['Control set, SHA-256', hash(provenance.controlSetHash)] as const]),
    ['Weights, SHA-256', hash(provenance.weightsHash)],
    ['Compiled weights, SHA-256', hash(provenance.compiledWeights)],
    ['Tokenizer, SHA-256', hash(provenance.tokenizerHash)],
    ['Alignment', provenance.alignment],
    ['Activations kept', provenance.keep],
  ])}
  ${wrong.length === 0 ? html`<p>What is stored of the run was compared with its hashes, and is what was measured${unhashed === '' ? '' : `; ${unhashed}`}.</p>` : list(wrong.map((one) => sentence(one, namesIn(report))))} `;
}

export function commandsSection({ run, metric, figures }: Report): Html {
  const exported = exportCommands(run, metric).join('\n');
  const drawn = figures.map(({ spec }, at) => figureCommand(spec, `figure-${at + 1}.pdf`)).join('\n');
  return html`<p>
      The run, in a workspace of its own, into which a bundle brings the sets. The same weights, sets, options
      and seed give the same numbers. Where the run is not in the usual workspace, what reads it is told which
      by
      <code>--store</code>.
    </p>
    <pre>${commandsAgain(run).join('\n')}</pre>
    <p>This report, and the run as files:</p>
    <pre>${exported}</pre>
    <p>
      Its figures, as PDF; <code>.svg</code>, <code>.png</code> and <code>.csv</code> by the name of the file:
    </p>
    <pre>${drawn}</pre> `;
}

function computedOn({ ranOn }: Provenance): string {
  if (ranOn === null) return 'the CPU';
  return ranOn.note === null ? ranOnWords(ranOn) : `${ranOnWords(ranOn)}; ${ranOn.note}`;
}
