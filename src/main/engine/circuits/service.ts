/** What can be asked of circuits without an analysis: the procedures of `contract.circuits`. */
import type {
  InductionCircuit,
  InductionCircuitRequest,
  TokenCircuit,
  TokenCircuitRequest,
} from '../../../shared/circuits.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { type Following, UNFOLLOWED } from '../threads/side-by-side.ts';
import { untilCancelled } from '../threads/until-cancelled.ts';
import { inductionOnText } from './induction-on-text.ts';
import { tokenInCircuit } from './token-in-circuit.ts';

export class CircuitService {
  readonly #models: OpenModels;

  constructor(models: OpenModels) {
    this.#models = models;
  }

  /** @throws what ModelLibrary.open and {@link tokenInCircuit} throw; PairlensError CANCELLED */
  token(request: TokenCircuitRequest, signal?: AbortSignal): Promise<TokenCircuit> {
    return this.#use(request.model, signal, (model, following) => tokenInCircuit(model, request, following));
  }

  /** @throws what ModelLibrary.open and {@link inductionOnText} throw; PairlensError CANCELLED */
  induction(request: InductionCircuitRequest, signal?: AbortSignal): Promise<InductionCircuit> {
    return this.#use(request.model, signal, (model, following) => inductionOnText(model, request, following));
  }

  #use<Result>(
    name: string,
    signal: AbortSignal | undefined,
    use: (model: LoadedModel, following: Following) => Promise<Result>,
  ): Promise<Result> {
    const following = signal === undefined ? UNFOLLOWED : { ...UNFOLLOWED, signal };
    return untilCancelled(signal, () =>
      this.#models.use(
        name,
        () => undefined,
        (model) => {
          signal?.throwIfAborted();
          return use(model, following);
        },
      ),
    );
  }
}
