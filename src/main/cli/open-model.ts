import { keepHomePrivate } from '../engine/files/private-files.ts';
import type { LoadedModel } from '../engine/models/library.ts';
import { defaultHome, resourcesDir } from '../engine/paths.ts';
import { note } from './output.ts';

/** Opens a model without a workspace; says on stderr what takes long. */
export async function openModel(nameOrFolder: string): Promise<LoadedModel> {
  const { ModelLibrary } = await import('../engine/models/library.ts');
  const home = defaultHome();
  keepHomePrivate(home);
  return new ModelLibrary({ home, resources: resourcesDir() }).open(nameOrFolder, note);
}
