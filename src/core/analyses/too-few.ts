/** That with so few of what is drawn nothing could be called, whatever the numbers: not the same as that nothing is there. */
import { formatValue } from '../figures/figure.ts';
import { leastSignFlipP } from '../statistics/sign-flip.ts';
import { LARGEST_Q } from './interval-verdict.ts';

/** @param units texts, pairs, or clusters of them, that flip their sign as one */
export function isTooFew(units: number): boolean {
  return leastSignFlipP(units) > LARGEST_Q;
}

/** 'With 4 texts no head can be called: the least possible p is 0.125.'; '' where there are enough. @param noun of one unit */
export function tooFewToCall(units: number, noun: string, what = 'head'): string {
  if (units === 0 || !isTooFew(units)) return '';
  return `With ${units} ${noun}${units === 1 ? '' : 's'} no ${what} can be called: the least possible p is ${formatValue(leastSignFlipP(units))}.`;
}
