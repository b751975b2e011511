/** `pairlens models devices`: what can compute models on this machine. */
import { Command } from 'commander';
import { Devices } from '../../engine/devices/devices.ts';
import { defaultHome } from '../../engine/paths.ts';
import { jsonOption } from '../engine.ts';
import { formatTable, print, printJson } from '../output.ts';

export function modelsDevices(): Command {
  return new Command('devices')
    .description('what can compute models on this machine, each tried, and why the others are not here')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nEach computes a small product in a process of its own. That it computes a certain model as the CPU does is found when\nthe model is first computed on it: docs/scale.md.',
    )
    .action(async ({ json }: { json?: boolean }) => {
      const devices = await new Devices(defaultHome()).list();
      if (json) return printJson(devices);
      print(
        formatTable(
          [{ head: 'device' }, { head: 'name' }, { head: 'here' }, { head: 'first product', align: 'right' }],
          devices.map(({ device, title, here, milliseconds }) => [
            device,
            title,
            here ? 'yes' : 'no',
            milliseconds === null ? '–' : `${Math.round(milliseconds)} ms`,
          ]),
        ),
      );
      for (const { device, why } of devices) if (why !== null) print(`\n${device}: ${why}.`);
    });
}
