/** The commands that screens and reports give are read by a shell and by the command line as they were meant. */
import type { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { comparisonChoice } from '../../core/analyses/statistics/comparison-choice.ts';
import { ANALYSES } from '../../core/registries/analyses.ts';
import { type Run, runOptions } from '../../shared/entities.ts';
import { analysisCommand } from '../../shared/analysis-command.ts';
import { type CommandedRun, commandsAgain, runCommand } from '../../shared/run-command.ts';
import { createProgram } from './program.ts';
import { readFieldFlags } from './schema-options.ts';

/** What a shell makes of a line. */
function wordsOf(line: string): string[] {
  const told = execFileSync('sh', ['-c', `set -- ${line}; printf '%s\\0' "$@"`], { encoding: 'utf8' });
  return told.split('\0').slice(0, -1);
}

/** The command that a line calls, with its options read; nothing is done. */
function parsed(line: string): Command {
  const [pairlens, ...words] = wordsOf(line);
  expect(pairlens).toBe('pairlens');
  let called: Command | undefined;
  const listen = (command: Command): void => {
    command.action(() => {
      called = command;
    });
    for (const child of command.commands) listen(child);
  };
  const program = createProgram(words);
  for (const command of program.commands) listen(command);
  program.parse(words, { from: 'user' });
  return called ?? expect.unreachable();
}

function planRead(line: string): CommandedRun {
  const command = parsed(line);
  const given = command.opts<Record<string, unknown>>();
  const comparison = comparisonChoice.parse(readFieldFlags(command, comparisonChoice));
  return {
    pairs: String(given['pairs']),
    control: given['control'] as string | undefined,
    model: String(given['model']),
    options: runOptions.parse({ ...given, comparison }),
    project: given['project'] as string | undefined,
    store: given['store'] as string | undefined,
  };
}

const plain: CommandedRun = {
  pairs: 'negation',
  control: undefined,
  model: 'all-MiniLM-L6-v2',
  options: runOptions.parse({}),
  project: undefined,
  store: undefined,
};

describe('the command of a run', () => {
  it.each<[string, CommandedRun]>([
    ['as it is usual', plain],
    ['with a control, a project and a workspace', { ...plain, control: 'c', project: 'B', store: '/a/b.db' }],
    [
      'with names that a shell would take apart',
      { ...plain, pairs: `it's "a" $HOME; rm`, control: '-x', model: '/m y/`m`', project: 'שלילה <b>' },
    ],
    [
      'with every option',
      {
        ...plain,
        options: runOptions.parse({
          alignment: 'edit',
          keep: 'none',
          queries: 'last',
          seed: 7,
          device: 'auto',
          comparison: {
            comparison: 'matched',
            clusters: 'labels',
            covariates: ['length', 'rank'],
            adjustment: 'strata',
            margin: 0.005,
            marginOf: 'unit',
            permutations: 999,
          },
        }),
      },
    ],
  ])('%s is read as the plan that it was made of', (_, plan) => {
    expect(planRead(runCommand(plan))).toEqual(plan);
  });
});

it('a run is made again elsewhere, from a bundle, as it was made', () => {
  const provenance = { ...runOptions.parse({ queries: 'from_change', seed: 3 }), device: 'cpu' };
  const run = {
    id: 12,
    set: { id: 1, name: 'my pairs' },
    controlSet: null,
    model: { name: 'deep30' },
    provenance,
  } as unknown as Run;
  const [bundle = '', taken = '', again = ''] = commandsAgain(run, { store: '/home/a b/w.sqlite' });
  const written = parsed(bundle);
  expect(written.name()).toBe('bundle');
  expect(written.opts()).toMatchObject({ run: 12, out: 'run-12.pairlens', store: '/home/a b/w.sqlite' });
  const brought = parsed(taken);
  expect(brought.name()).toBe('import');
  expect(brought.args).toEqual([written.opts()['out']]);
  expect(planRead(again)).toEqual({
    ...plain,
    pairs: 'my pairs',
    model: 'deep30',
    options: provenance,
    store: brought.opts<{ store: string }>().store,
  });
});

it.each([
  ['induction', { model: 'attn-only-2l' }, { tokens: 'all', sequences: 60 }],
  ['effects', { run: 3 }, { methods: ['patch', 'zero'], margin: 0.05 }],
  ['negation', { model: 'm', pairs: 'it’s "a" set', control: 'c' }, { cues: ['not', 'never'] }],
  ['ablation', { model: 'm', texts: 'news', device: 'cpu', store: '/a b.db' }, { seed: 7 }],
  ['attribution', { model: 'm', texts: 'news' }, { position: -2, target: ' he' }],
] as const)('an analysis of the kind %s is read as it was chosen', (kind, of, options) => {
  const command = parsed(analysisCommand({ kind, ...of, options }));
  expect(command.name()).toBe(kind);
  expect(command.opts()).toMatchObject(of);
  expect(readFieldFlags(command, ANALYSES[kind].options)).toEqual(options);
});
