import { ModelLibrary } from '../engine/models/library.ts';
import { defaultHome, resourcesDir } from '../engine/paths.ts';
import { note } from './output.ts';

/** Opens a model without a workspace; says on stderr what takes long. */
export function openModel(nameOrFolder: string) {
  return new ModelLibrary({ home: defaultHome(), resources: resourcesDir() }).open(nameOrFolder, note);
}
