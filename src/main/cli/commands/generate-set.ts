/** `pairlens sets generate`: pairs from templates and word lists. */
import { Command } from 'commander';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { LARGEST, LONGEST, nameText } from '../../../core/bounds.ts';
import { clusterNamed, usualCluster } from '../../../core/templates/clusters.ts';
import {
  type ExpandedTemplates,
  expandTemplates,
  MOST_TEMPLATE_PAIRS,
  readTemplates,
} from '../../../core/templates/expand-templates.ts';
import { readTemplateFile, requireSound } from '../../../core/templates/template-file.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { counted, print, printJson } from '../output.ts';

interface GenerateOptions extends StoreOptions {
  readonly name?: string;
  readonly sample?: number;
  readonly seed: number;
  readonly cluster?: string;
  readonly json?: boolean;
}

export function generateSet(): Command {
  return new Command('generate')
    .description('make pairs from templates and word lists (docs/sentence-sets.md, Templates)')
    .argument(
      '<file>',
      'lines of text: The {noun} {was} [not] red. / noun = robin, robins / was (noun) = was, were',
    )
    .option('--name <name>', 'the name of the set (default: the file’s)', textAs(nameText))
    .option(
      '--sample <n>',
      'that many of the combinations (default: all)',
      wholeNumber(1, MOST_TEMPLATE_PAIRS),
    )
    .option('--seed <n>', 'seed of the sample and of the neutrals', wholeNumber(0, LARGEST.seed), 1)
    .option(
      '--cluster <what>',
      'what pairs of one cluster share: template, none, or a list that is crossed (default: template, or of one template the first such list)',
    )
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (path: string, options: GenerateOptions) => {
      const file = readTemplateFile(await textOf(path));
      const read = readTemplates(file);
      requireSound(read, file);
      const { sample = null, seed } = options;
      if (sample === null && read.combinations > MOST_TEMPLATE_PAIRS)
        throw new PairlensError(
          'SET_INVALID',
          `these are ${counted(read.combinations, 'combination')}; ${MOST_TEMPLATE_PAIRS.toLocaleString('en')} are the most: take a sample of them with --sample`,
          { combinations: read.combinations },
        );
      const cluster =
        options.cluster === undefined ? usualCluster(file) : clusterNamed(options.cluster, file);
      const made = expandTemplates({ ...file, sample, seed, cluster, label: 'change' });
      await withEngine(options, async (engine) => {
        const project = engine.defaultProject();
        const name = options.name ?? basename(path, extname(path));
        const { id } = engine.sets.create({ projectId: project.id, name, description: '' });
        const pairs = made.pairs.map((pair) => ({ ...pair }));
        const { added, leftOut } = await engine.sets.grid.change({
          do: 'add',
          setId: id,
          pairs,
          duplicates: 'leave out',
        });
        const { combinations, duplicates, neutrals, clusters } = made;
        if (options.json)
          printJson({ setId: id, combinations, pairs: added, duplicates, neutrals, clusters, seed, leftOut });
        else print(`${name}: ${counted(added, 'pair')} in project ${project.name}.\n${wordsOf(made)}`);
      });
    });
}

/** A template file is small. @throws PairlensError SET_INVALID */
async function textOf(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > LONGEST.pasted)
    throw new PairlensError(
      'SET_INVALID',
      `${path} has ${counted(size, 'byte')}: that is no file of templates`,
      {
        path,
      },
    );
  return file.readFile('utf8');
}

function wordsOf({ combinations, drawn, duplicates, neutrals, clusters }: ExpandedTemplates): string {
  return [
    `${counted(combinations, 'combination')}, ${drawn.toLocaleString('en')} of them taken, ${counted(duplicates, 'duplicate')} left out; ${counted(clusters, 'cluster')}.`,
    neutrals.made === 0
      ? 'No neutrals: say what stands in the place of the change, as in “neutral = also, now”.'
      : `${counted(neutrals.made, 'neutral')}, ${neutrals.otherShape.toLocaleString('en')} of another number of words than the change.`,
  ].join('\n');
}
