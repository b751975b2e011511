import type { LoadedModel } from '../engine/models/library.ts';
import { defaultHome, resourcesDir } from '../engine/paths.ts';
import { note } from './output.ts';

/** Opens a model without a workspace; says on stderr what takes long. */
export async function openModel(nameOrFolder: string): Promise<LoadedModel> {
  const { ModelLibrary } = await import('../engine/models/library.ts');
  return new ModelLibrary({ home: defaultHome(), resources: resourcesDir() }).open(nameOrFolder, note);
}
