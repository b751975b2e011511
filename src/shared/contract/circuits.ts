/** Circuits in the weights of a model, looked at live: nothing is stored. */
import { oc } from '@orpc/contract';
import { inductionCircuit, inductionCircuitRequest, tokenCircuit, tokenCircuitRequest } from '../circuits.ts';

export const circuits = {
  /** One token as each end of a circuit: of W_E W_U, or of the OV or the QK circuit of a head. */
  token: oc.input(tokenCircuitRequest).output(tokenCircuit),
  /** The induction circuit of an attention-only model on a text: each step with its number, and what is left without it. */
  induction: oc.input(inductionCircuitRequest).output(inductionCircuit),
};
