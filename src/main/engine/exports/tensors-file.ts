/** What a run keeps of its activations, as safetensors. */
import { safetensorsHead } from '../../../core/checkpoints/safetensors.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { provenanceOf } from '../runs/provenance.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { KEPT_HOOKS, type KeptTensor, keptTensors, readTensor } from '../store/tensors.ts';
import { Turn } from '../threads/turns.ts';

/** Axes of what is kept, by hook point. */
const AXES: Readonly<Record<string, string>> = {
  [KEPT_HOOKS.pattern]: 'layer, head, query, key',
  [KEPT_HOOKS.z]: 'layer, position, head, d_head',
};

/** 'set.12.original.blocks.*.attn.hook_pattern': the twelfth pair of the set, as screens count. */
function nameOf({ role, position, side, hook }: KeptTensor): string {
  return [role, pairNumber(position), side, hook].join('.');
}

/**
 * The file in pieces, a tensor each: as many as there are, no more than one of them is in memory.
 * @throws PairlensError RUN_STATE for a run that keeps nothing; STORE_DAMAGED
 */
export async function* tensorPieces(
  database: ReadableDatabase,
  run: Run,
  report: JobReport,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const kept = keptTensors(database, run.id);
  if (kept.length === 0)
    throw new PairlensError(
      'RUN_STATE',
      `run ${run.id} keeps no activations: run the set again with --keep patterns or --keep all`,
      { runId: run.id },
    );
  report.activity('Writing tensors');
  yield safetensorsHead(
    kept.map((tensor) => [nameOf(tensor), { dtype: 'F32', shape: tensor.shape }]),
    { format: 'pt', pairlens: JSON.stringify(provenanceOf(run)), axes: JSON.stringify(AXES) },
  );
  const turn = new Turn();
  for (const [done, tensor] of kept.entries()) {
    const found = readTensor(database, tensor);
    if (found === null)
      throw new PairlensError('CONFLICT', `run ${run.id} was changed while its tensors were written`, {
        runId: run.id,
      });
    const { data } = found;
    yield new Uint8Array(
      data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer,
    );
    report.progress({ done: done + 1, total: kept.length });
    if (turn.isOver) await turn.give();
  }
}
