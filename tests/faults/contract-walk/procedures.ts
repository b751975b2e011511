/** The procedures of the contract, whatever it comes to have: each with its path and its input. */
import { isContractProcedure } from '@orpc/contract';
import type { z } from 'zod';
import { contract } from '../../../src/shared/contract.ts';

export interface Procedure {
  /** ['runs', 'create'] */
  readonly path: readonly string[];
  /** undefined: it takes nothing. */
  readonly input: z.core.$ZodType | undefined;
}

export function procedures(router: object = contract, path: readonly string[] = []): Procedure[] {
  return Object.entries(router).flatMap(([name, value]: [string, object]) => {
    const here = [...path, name];
    if (!isContractProcedure(value)) return procedures(value, here);
    return [{ path: here, input: value['~orpc'].inputSchema as z.core.$ZodType | undefined }];
  });
}
