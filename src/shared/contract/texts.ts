/** Sets of texts, for analyses that compare nothing. Files are sent with `sets.beginUpload` and what follows it. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  descriptionText,
  fileNameText,
  labelText,
  listOf,
  MOST,
  nameText,
  pageFields as page,
  pastedText,
  pathText,
  textText,
  wordText,
} from '../../core/bounds.ts';
import { id } from '../entities/fields.ts';
import {
  bundledTextSet,
  hashedTextSet,
  storedText,
  textFileChoice,
  textImportPreview,
  textSet,
  textView,
} from '../texts.ts';
import { fileBytes, filePiece, nothing } from './fields.ts';

const textIds = listOf(id, MOST.texts, 'texts').min(1);
const typedText = { text: textText.min(1), label: labelText.nullable() };

export const texts = {
  bundled: oc.output(z.array(bundledTextSet)),
  list: oc.input(z.object({ projectId: id })).output(z.array(textSet)),
  get: oc.input(z.object({ id })).output(hashedTextSet),
  addBundled: oc.input(z.object({ projectId: id, name: wordText })).output(textSet),
  create: oc
    .input(z.object({ projectId: id, name: nameText, description: descriptionText.default('') }))
    .output(textSet),
  update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(textSet),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(textSet),
  /** What the beginning of a file, or of what was pasted, shows. */
  previewImport: oc
    .input(
      textFileChoice.extend({
        fileName: fileNameText,
        file: z.union([z.object({ beginning: filePiece, bytes: fileBytes }), z.object({ path: pathText })]),
      }),
    )
    .output(textImportPreview),
  /** As `sets.import`; what is pasted is read as a file of running text. */
  import: oc
    .input(
      textFileChoice.extend({
        projectId: id,
        name: nameText,
        file: z.union([
          z.object({ uploadId: wordText }),
          z.object({ path: pathText }),
          z.object({ pasted: pastedText }),
        ]),
      }),
    )
    .output(z.object({ jobId: z.string(), setId: id })),
  texts: oc
    .input(z.object({ setId: id, ...textView.shape, ...page }))
    .output(z.object({ total: z.int(), texts: z.array(storedText) })),
  addText: oc.input(z.object({ setId: id, ...typedText })).output(storedText),
  /** Stored results keep the text as it was: the edited one is a new row in the same place. */
  editText: oc.input(z.object({ id, ...typedText })).output(storedText),
  removeTexts: oc.input(z.object({ ids: textIds })).output(nothing),
  /** `inPlaceOf`: texts in use that have their places, which are removed in the same go. */
  restoreTexts: oc.input(z.object({ ids: textIds, inPlaceOf: textIds.optional() })).output(nothing),
};
