/** Heads by corner, as the table lists them and the figure counts them: those of which something is said first, the others folded. */
import { capitalised } from '../../capitalised.ts';
import { type Corner, CORNER_WORDS, type CorneredHead } from './corners.ts';

interface CornerGroup {
  readonly title: string;
  readonly heads: readonly CorneredHead[];
  /** Listed only when asked for. */
  readonly folded: boolean;
}

/**
 * Every head is in one group; groups without heads are left out. The largest effect first, in undecided ones the largest change. Where
 * nothing was compared there are no corners: they go by what they matter alone.
 */
export function cornerGroups(heads: readonly CorneredHead[]): CornerGroup[] {
  return (
    heads.every(({ isCompared }) => !isCompared) ? groupsByEffect(heads) : groupsByCorner(heads)
  ).filter((group) => group.heads.length > 0);
}

function groupsByCorner(heads: readonly CorneredHead[]): CornerGroup[] {
  const of = (corner: Corner) => heads.filter((one) => one.corner === corner);
  const { mattering, changing, rest } = undecidedHeads(heads);
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
  ];
}

function groupsByEffect(heads: readonly CorneredHead[]): CornerGroup[] {
  const { matter, idle, open } = headsByEffect(heads);
  return [
    { title: 'Matter', heads: byEffect(matter), folded: false },
    { title: 'Do not matter', heads: byEffect(idle), folded: true },
    { title: 'Undecided', heads: byEffect(open), folded: true },
  ];
}

/** Those that matter, that do not, and that are undecided or could not be tested. */
export function headsByEffect(heads: readonly CorneredHead[]) {
  const matter = heads.filter(matters);
  const idle = heads.filter(({ effect }) => effect.verdict === 'does not matter');
  return { matter, idle, open: heads.filter((one) => !matter.includes(one) && !idle.includes(one)) };
}

/** Of the undecided ones those that change more, of the others those that matter, and those of which neither is known. */
export function undecidedHeads(heads: readonly CorneredHead[]) {
  const open = heads.filter(({ corner }) => corner === 'undecided');
  const changing = open.filter(({ change }) => change?.verdict === 'more');
  const mattering = open.filter((one) => !changing.includes(one) && matters(one));
  return {
    changing,
    mattering,
    rest: open.filter((one) => !changing.includes(one) && !mattering.includes(one)),
  };
}

function matters({ effect }: CorneredHead): boolean {
  return effect.verdict === 'matters' || effect.verdict === 'opposes';
}

function byEffect(some: readonly CorneredHead[]): CorneredHead[] {
  return some.toSorted((a, b) => Math.abs(b.effect.mean ?? 0) - Math.abs(a.effect.mean ?? 0));
}

function byChange(some: readonly CorneredHead[]): CorneredHead[] {
  return some.toSorted((a, b) => (b.change?.value ?? -Infinity) - (a.change?.value ?? -Infinity));
}
