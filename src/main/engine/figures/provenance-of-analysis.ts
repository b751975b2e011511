import type { Analysis } from '../../../shared/analyses.ts';
import { deviceRecord } from '../devices/device-record.ts';

/** Where a figure or a table of an analysis comes from: plain data, the same for every file of an export. */
export function provenanceOfAnalysis({
  id,
  kind,
  version,
  runId,
  subject,
  model,
  options,
  provenance,
}: Analysis) {
  return {
    pairlens: provenance.pairlensVersion,
    onnxruntime: provenance.ortVersion,
    analysis: { id, kind, version },
    ...(runId !== null && { run: runId }),
    ...namesOf(subject),
    model: {
      ...(model !== null && {
        name: model.name,
        architecture: model.architecture,
        layers: model.layers,
        heads: model.heads,
      }),
      weights_sha256: provenance.weightsHash,
      compiled_weights_sha256: provenance.compiledWeights,
      tokenizer_sha256: provenance.tokenizerHash,
    },
    ...(model !== null && { device: deviceRecord(provenance) }),
    ...(provenance.subjectHash !== '' && { subject: provenance.subjectHash }),
    options,
  };
}

/** What it is of, by name. */
function namesOf(subject: Analysis['subject']) {
  switch (subject.kind) {
    case 'pairs':
      return {
        set: subject.set.name,
        ...(subject.controlSet !== null && { control: subject.controlSet.name }),
      };
    case 'texts':
      return { texts: subject.textSet.name };
    default:
      return {};
  }
}
