import type { DeviceChoice } from '../../shared/devices.ts';
import { keepHomePrivate } from '../engine/files/private-files.ts';
import type { LoadedModel } from '../engine/models/library.ts';
import { defaultHome, resourcesDir } from '../engine/paths.ts';
import { noteDevice } from './device-option.ts';
import { note } from './output.ts';

/**
 * Lends a model without a workspace; says on stderr what takes long, and what computed. Where its device fails, `use` is called
 * again with the model on the CPU.
 * @throws what ModelLibrary.open and `use` throw
 */
export async function withModel<Result>(
  nameOrFolder: string,
  device: DeviceChoice,
  use: (model: LoadedModel) => Promise<Result>,
): Promise<Result> {
  const { ModelLibrary } = await import('../engine/models/library.ts');
  const { OpenModels } = await import('../engine/models/open-models.ts');
  const home = defaultHome();
  keepHomePrivate(home);
  const models = new OpenModels(new ModelLibrary({ home, resources: resourcesDir() }));
  try {
    return await models.use(
      nameOrFolder,
      note,
      async (model) => {
        const result = await use(model);
        noteDevice(model.ranOn);
        return result;
      },
      device,
    );
  } finally {
    await models.close();
  }
}
