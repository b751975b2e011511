/** The commands of `pairlens`, each in a file of its own. */
import { Command } from 'commander';
import { pairlensVersion } from '../engine/paths.ts';
import { type CommandMakers, commandsFor } from './called-commands.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { backupCommand } from './commands/backup.ts';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { exportCommand } from './commands/export.ts';
import { headsCommand } from './commands/heads.ts';
import { importCommand } from './commands/import.ts';
import { interveneCommand } from './commands/intervene.ts';
import { mergeCommand } from './commands/merge.ts';
import { modelsCommand } from './commands/models.ts';
import { probeCommand } from './commands/probe.ts';
import { rescueCommand } from './commands/rescue.ts';
import { runCommand } from './commands/run.ts';
import { runsCommand } from './commands/runs.ts';
import { serveCommand } from './commands/serve.ts';
import { setsCommand } from './commands/sets.ts';
import { textsCommand } from './commands/texts.ts';

const EPILOGUE = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
PAIRLENS_HOME says where workspaces and compiled models live.`;

const COMMANDS: CommandMakers = {
  run: runCommand,
  merge: mergeCommand,
  analyze: analyzeCommand,
  heads: headsCommand,
  probe: probeCommand,
  intervene: interveneCommand,
  models: modelsCommand,
  bench: benchCommand,
  sets: setsCommand,
  texts: textsCommand,
  runs: runsCommand,
  compare: compareCommand,
  export: exportCommand,
  import: importCommand,
  backup: backupCommand,
  check: checkCommand,
  rescue: rescueCommand,
  serve: serveCommand,
};

/** @param called the words of the call; where they begin with a command, the program has no other */
export function createProgram(called: readonly string[] = []): Command {
  const program = new Command('pairlens')
    .description('Run sets of sentence pairs through a transformer and see, head by head, what changed.')
    .version(pairlensVersion())
    .addHelpText('after', EPILOGUE);
  for (const command of commandsFor(COMMANDS, called)) program.addCommand(command);
  return throwing(program);
}

/** Usage errors are thrown, by every command, for the entry to give the exit code. */
function throwing(command: Command): Command {
  command.exitOverride();
  command.showHelpAfterError('(--help says what there is)');
  for (const child of command.commands) throwing(child);
  return command;
}
