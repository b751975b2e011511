/** `pairlens bench`: pairs a second by device and batch size, for a person to decide. */
import { Command } from 'commander';
import { modelText } from '../../../core/bounds.ts';
import { DEVICES, type Device } from '../../../shared/device-names.ts';
import { textAs } from '../arguments.ts';
import { deviceOption, type DeviceOptions } from '../device-option.ts';
import { jsonOption } from '../engine.ts';
import { withModel } from '../open-model.ts';
import { formatTable, note, print, printJson } from '../output.ts';

interface BenchOptions extends DeviceOptions {
  readonly model: string;
  readonly json?: boolean;
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('how many pairs a second a model computes on each device, by the size of its batches')
    .requiredOption(
      '--model <name|folder>',
      'a model, or a Hugging Face checkpoint folder',
      textAs(modelText),
    )
    .addOption(deviceOption('each that this machine has'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nPairs of the bundled set negation (token ids drawn at random for a model without tokenizer) go through the model for\npatterns and head outputs, as in a run; measuring and storing them is not counted. After one batch that is not counted, the\nmedian of up to five.',
    )
    .action(async ({ model: name, device, json }: BenchOptions) => {
      const { measureSpeed } = await import('../../engine/models/measure-speed.ts');
      const { Devices } = await import('../../engine/devices/devices.ts');
      const { defaultHome } = await import('../../engine/paths.ts');
      const asked = device === undefined ? await devicesHere(new Devices(defaultHome())) : [device];
      const speeds = [];
      for (const one of asked) {
        note(`Measuring on ${one}`);
        speeds.push(...(await withModel(name, one, measureSpeed)));
      }
      if (json === true) return printJson(speeds);
      print(
        formatTable(
          [
            { head: 'device' },
            { head: 'pairs in a batch', align: 'right' },
            { head: 'seconds a batch', align: 'right' },
            { head: 'pairs a second', align: 'right' },
          ],
          speeds.map(({ device: on, pairs, seconds, pairsPerSecond }) => [
            on,
            pairs,
            seconds.toPrecision(3),
            pairsPerSecond.toPrecision(3),
          ]),
        ),
      );
    });
}

async function devicesHere(devices: {
  list(): Promise<readonly { device: Device; here: boolean }[]>;
}): Promise<Device[]> {
  const listed = await devices.list();
  return DEVICES.filter((device) => listed.some((one) => one.device === device && one.here));
}
