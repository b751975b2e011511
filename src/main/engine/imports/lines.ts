/** Lines of a file that are told of: up to 20 are listed, the others counted. */
import type { LineList } from '../../../shared/entities.ts';

const LINES_LISTED = 20;

export class Lines {
  count = 0;
  readonly first: number[] = [];

  add({ line }: { readonly line: number }): void {
    this.count++;
    if (this.first.length < LINES_LISTED) this.first.push(line);
  }

  get list(): LineList {
    return { count: this.count, first: [...this.first] };
  }
}
