/** What can be asked of circuits without an analysis: the procedures of `contract.circuits`. */
import type {
  InductionCircuit,
  InductionCircuitRequest,
  TokenCircuit,
  TokenCircuitRequest,
} from '../../../shared/circuits.ts';
import type { OpenModels } from '../models/open-models.ts';
import { inductionOnText } from './induction-on-text.ts';
import { tokenInCircuit } from './token-in-circuit.ts';

export class CircuitService {
  readonly #models: OpenModels;

  constructor(models: OpenModels) {
    this.#models = models;
  }

  /** @throws what ModelLibrary.open and {@link tokenInCircuit} throw */
  token(request: TokenCircuitRequest): Promise<TokenCircuit> {
    return this.#models.use(
      request.model,
      () => undefined,
      (model) => tokenInCircuit(model, request),
    );
  }

  /** @throws what ModelLibrary.open and {@link inductionOnText} throw */
  induction(request: InductionCircuitRequest): Promise<InductionCircuit> {
    return this.#models.use(
      request.model,
      () => undefined,
      (model) => inductionOnText(model, request),
    );
  }
}
