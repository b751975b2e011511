import { Command } from 'commander';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { formatTable, print, printJson } from '../output.ts';

export function modelsCommand(): Command {
  return group('models', 'the models that runs can use', list());
}

function list(): Command {
  return new Command('list')
    .description('bundled models, and those that this workspace has used')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: StoreOptions & { json?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const models = await engine.models.list();
        if (options.json) return printJson(models);
        const rows = models.map((model) => [
          model.name,
          model.architecture,
          `${model.layers} × ${model.heads}`,
          `${(model.parameters / 1e6).toFixed(1)} M`,
          model.compiled ? 'yes' : 'no',
          model.origin === 'bundled' ? 'bundled' : model.folder,
        ]);
        print(
          formatTable(
            [
              { head: 'name' },
              { head: 'architecture' },
              { head: 'layers × heads' },
              { head: 'parameters', align: 'right' },
              { head: 'compiled' },
              { head: 'source' },
            ],
            rows,
          ),
        );
      });
    });
}
