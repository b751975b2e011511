/** Heads by corner, as the table lists them: those of which something is said first, the others folded. */
import { type Corner, CORNER_WORDS, type CorneredHead } from '../../../core/analyses/effects/corners.ts';

export interface CornerGroup {
  readonly title: string;
  readonly heads: readonly CorneredHead[];
  /** Listed only when asked for. */
  readonly folded: boolean;
}

/** Every head is in one group; groups without heads are left out. The largest effect first, in undecided ones the largest change. */
export function cornerGroups(heads: readonly CorneredHead[]): CornerGroup[] {
  const byEffect = (some: readonly CorneredHead[]) =>
    some.toSorted((a, b) => Math.abs(b.effect.mean ?? 0) - Math.abs(a.effect.mean ?? 0));
  const byChange = (some: readonly CorneredHead[]) =>
    some.toSorted((a, b) => (b.change?.value ?? -Infinity) - (a.change?.value ?? -Infinity));
  const of = (corner: Corner) => heads.filter((one) => one.corner === corner);
  const open = of('undecided');
  const changing = open.filter(({ change }) => change?.verdict === 'more');
  const mattering = open.filter(
    ({ change, effect }) =>
      change?.verdict !== 'more' && (effect.verdict === 'matters' || effect.verdict === 'opposes'),
  );
  const rest = open.filter((one) => !changing.includes(one) && !mattering.includes(one));
  const title = (corner: Corner) => capitalised(CORNER_WORDS[corner]);
  return [
    { title: title('both'), heads: byEffect(of('both')), folded: false },
    { title: title('less'), heads: byEffect(of('less')), folded: false },
    { title: title('matters'), heads: byEffect(of('matters')), folded: false },
    { title: 'Matter, undecided whether they change more', heads: byEffect(mattering), folded: false },
    { title: 'Change more, undecided whether they matter', heads: byChange(changing), folded: false },
    { title: title('changes'), heads: byChange(of('changes')), folded: true },
    { title: title('neither'), heads: byEffect(of('neither')), folded: true },
    { title: 'Undecided', heads: byEffect(rest), folded: true },
  ].filter((group) => group.heads.length > 0);
}

function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
