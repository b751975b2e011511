import { Command, Option } from 'commander';
import {
  type HeadOfRuns,
  namedRun,
  type RunsCompared,
} from '../../../core/analyses/compared-runs/compared-runs.ts';
import { QUANTITY_WORDS } from '../../../core/analyses/compared-runs/model-quantities.ts';
import { settingsOfRuns } from '../../../core/analyses/compared-runs/run-settings.ts';
import { runsCsv } from '../../../core/analyses/compared-runs/runs-csv.ts';
import { describeRuns } from '../../../core/analyses/compared-runs/runs-findings.ts';
import { runsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import { decimalsFor } from '../../../core/figures/fixed-numbers.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import { wholeNumber } from '../arguments.ts';
import { jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import {
  formatInterval,
  formatNumber,
  formatProbability,
  formatTable,
  print,
  printJson,
  wrapped,
} from '../output.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';
import { writeResult } from '../write-result.ts';

const TOP_HEADS = 10;

interface CompareOptions extends StoreOptions {
  readonly out?: string;
  readonly json?: boolean;
}

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('what one run has beyond another: two sets, two models, or other options')
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .argument('<other>', 'the number of the run that it is compared with', wholeNumber(1));
  const options = runsRequest.omit({ runId: true, otherRunId: true });
  addFieldFlags(command, options);
  return command
    .addOption(new Option('--out <file>', 'write all numbers to this CSV file'))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (runId: number, otherRunId: number, given: CompareOptions) => {
      const request = runsRequest.parse({ ...readFieldFlags(command, options), runId, otherRunId });
      await withEngine({ ...given, readonly: true }, (engine) =>
        followJobs(engine, async () => {
          const first = engine.runs.get({ id: runId });
          const second = engine.runs.get({ id: otherRunId });
          const compared = await engine.comparisons.compare(request);
          const settings = settingsOfRuns(first, second);
          const findings = describeRuns({
            compared,
            runs: [namedRun(first), namedRun(second)],
            settings,
          });
          if (given.out !== undefined)
            await writeResult(new TextEncoder().encode(runsCsv(compared)), given.out);
          if (given.json === true) return printJson({ ...findings, settings, ...compared });
          const { label, unit } = METRICS[compared.metric];
          print(`${label}${unit === '' ? '' : ` (${unit})`}, run ${runId} − run ${otherRunId}\n`);
          for (const sentences of [
            [findings.headline, ...findings.details],
            findings.compared,
            findings.caveats,
          ])
            if (sentences.length > 0) print(`${wrapped(sentences.join(' '))}\n`);
          const differing = settings.filter(({ differs }) => differs);
          if (differing.length > 0) {
            print('What differs');
            print(
              formatTable(
                [{ head: '' }, { head: `run ${runId}` }, { head: `run ${otherRunId}` }],
                differing.map(({ name, first: one, second: other }) => [name, one, other]),
              ),
            );
            print('');
          }
          printNumbers(compared, runId, otherRunId);
        }),
      );
    });
}

function printNumbers(
  { design, heads, quantities, metric }: RunsCompared,
  runId: number,
  otherRunId: number,
): void {
  if (design.as === 'described') return;
  const right = (head: string) => ({ head, align: 'right' as const });
  // As many decimals as the sentences have.
  const decimals = decimalsFor((heads.length > 0 ? heads : quantities).map(({ difference }) => difference));
  const columns = [
    right(`run ${runId}`),
    right(`run ${otherRunId}`),
    right('difference'),
    right('95 % interval'),
    right('Cliff’s δ'),
    right('q'),
  ];
  const cells = (row: HeadOfRuns) => [
    formatNumber(row.first, decimals),
    formatNumber(row.second, decimals),
    formatNumber(row.difference, decimals),
    formatInterval(row.difference_ci_low, row.difference_ci_high, decimals),
    formatNumber(row.cliffs_delta, 2),
    row.q === null ? '–' : `${row.q_at_most ? '≤ ' : ''}${formatProbability(row.q)}`,
  ];
  if (design.by === 'quantities')
    return print(
      formatTable(
        [{ head: 'of each pair' }, ...columns],
        quantities.map((row) => [QUANTITY_WORDS[row.quantity], ...cells(row)]),
      ),
    );
  const ranked = byResponse(heads, metric);
  const called = ranked.filter(({ outcome }) => outcome === 'more' || outcome === 'less');
  const shown = called.length > 0 ? called : ranked;
  const ends =
    shown.length <= 2 * TOP_HEADS ? shown : [...shown.slice(0, TOP_HEADS), ...shown.slice(-TOP_HEADS)];
  print(
    called.length > 0
      ? `Heads that differ (${ends.length} of ${called.length})`
      : `Heads (${ends.length} of ${ranked.length})`,
  );
  print(
    formatTable(
      [{ head: 'head' }, ...columns],
      ends.map((row) => [`L${row.layer} H${row.head}`, ...cells(row)]),
    ),
  );
}
