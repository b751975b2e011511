/** Which columns a person chose last, kept from one time to the next. */
import { z } from 'zod';
import type { ColumnChoice } from './column-choice.ts';
import { resultColumn } from './columns.ts';

const KEY = 'pairlens.results.columns';
const choice = z.object({ hidden: z.array(resultColumn), extra: z.array(resultColumn) });

export function keepChoice({ hidden, extra }: ColumnChoice): void {
  if (hidden.length === 0 && extra.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify({ hidden, extra }));
}

/** null: those that are there at first. */
export function keptChoice(): z.infer<typeof choice> | null {
  try {
    const parsed = choice.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    // What somebody else wrote there is nobody's choice.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
