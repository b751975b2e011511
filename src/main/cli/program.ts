/** The commands of `pairlens`, each in a file of its own. */
import { Command } from 'commander';
import { pairlensVersion } from '../engine/paths.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { backupCommand } from './commands/backup.ts';
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

const COMMANDS = [
  runCommand,
  mergeCommand,
  analyzeCommand,
  headsCommand,
  probeCommand,
  interveneCommand,
  modelsCommand,
  setsCommand,
  textsCommand,
  runsCommand,
  compareCommand,
  exportCommand,
  importCommand,
  backupCommand,
  checkCommand,
  rescueCommand,
  serveCommand,
];

export function createProgram(): Command {
  const program = new Command('pairlens')
    .description('Run sets of sentence pairs through a transformer and see, head by head, what changed.')
    .version(pairlensVersion())
    .addHelpText('after', EPILOGUE);
  for (const command of COMMANDS) program.addCommand(command());
  return throwing(program);
}

/** Usage errors are thrown, by every command, for the entry to give the exit code. */
function throwing(command: Command): Command {
  command.exitOverride();
  command.showHelpAfterError('(--help says what there is)');
  for (const child of command.commands) throwing(child);
  return command;
}
