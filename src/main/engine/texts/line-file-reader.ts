/** Reads a file of running text: a text a line, or windows that it is cut into. */
import { LONGEST, whatIsWrongWithText } from '../../../core/bounds.ts';
import type { TextImportReport, TextWindows } from '../../../shared/texts.ts';
import { FileDecoder } from '../imports/decode.ts';
import type { FileReader, FileReading } from '../imports/file-kind.ts';
import { Lines } from '../imports/lines.ts';
import { FILE_START } from '../imports/position.ts';
import { ProblemList, StopReading } from '../imports/problems.ts';
import { LONGEST_ROW } from '../imports/row.ts';
import { SeenTexts } from '../imports/seen-texts.ts';
import { MOST_ITEMS } from '../imports/table-reader.ts';
import type { TextContent } from '../store/text-content.ts';
import { WindowCutter } from './window-cutter.ts';

export class LineFileReader implements FileReader<TextImportReport> {
  readonly #windows: TextWindows | null;
  readonly #onText: (text: TextContent) => void;
  readonly #cutter: WindowCutter | null;
  readonly #decoder = new FileDecoder();
  readonly #problems = new ProblemList();
  readonly #seen = new SeenTexts();
  readonly #duplicates = new Lines();
  readonly #blanks = new Lines();
  #text = '';
  /** The number of the line that is read next. */
  #line = 1;
  #count = 0;
  #moreWindows = false;
  #stopped = false;

  constructor(windows: TextWindows | null, onText: (text: TextContent) => void) {
    this.#windows = windows;
    this.#onText = onText;
    this.#cutter =
      windows === null ? null : new WindowCutter(windows, (text, line) => this.#takeWindow(text, line));
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  get rowCount(): number {
    return this.#line - 1;
  }

  push(bytes: Uint8Array): void {
    this.#whileReading(() => this.#take(this.#decoder.push(bytes), false));
  }

  end(isWhole = true): FileReading<TextImportReport> {
    this.#whileReading(() => {
      if (!isWhole) return;
      this.#take(this.#decoder.end(), true);
      this.#cutter?.end();
    });
    const isEmpty = isWhole && this.#problems.all.length === 0 && this.#count === 0;
    if (isEmpty) this.#problems.add(null, this.#nothingWords());
    return { report: this.#report(), isEmpty };
  }

  #whileReading(read: () => void): void {
    if (this.#stopped) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof StopReading)) throw error;
      this.#stopped = true;
    }
  }

  #take({ text, wrong }: ReturnType<FileDecoder['push']>, final: boolean): void {
    this.#text += text;
    const lines = this.#text.split(/\r\n|\r|\n/);
    // A "\r" at the end may be half of a line end.
    const kept = !final && this.#text.endsWith('\r') ? 2 : 1;
    const rest = lines.splice(Math.max(0, lines.length - kept)).join('\r');
    this.#text = final ? '' : rest;
    for (const line of lines) this.#takeLine(line);
    if (wrong !== null)
      this.#problems.stop(this.#placeOf(rest, wrong), wrong.replace(/^not a table/, 'not text'));
    if (final && rest !== '') this.#takeLine(rest);
    if (this.#text.length > LONGEST_ROW)
      this.#problems.stop(
        { line: this.#line, column: 1 },
        `a line with more than ${LONGEST_ROW} characters: the file has no line ends, or is no text`,
      );
  }

  /** What a file is instead of text is of the file as a whole. */
  #placeOf(rest: string, wrong: string): { line: number; column: number } | null {
    const column = [...rest].length + 1;
    const isAtStart = this.#line === FILE_START.line && column === FILE_START.column;
    return isAtStart && wrong.startsWith('not a table: the file is') ? null : { line: this.#line, column };
  }

  #takeLine(raw: string): void {
    const line = this.#line++;
    const text = raw.trim();
    if (this.#cutter !== null) return this.#cutter.push(text, line);
    if (text === '') return this.#blanks.add({ line });
    const wrong = whatIsWrongWithText(text, LONGEST.sentence, 'text');
    if (wrong === null) return this.#keep(text, line);
    const hint = text.length > LONGEST.sentence ? ': have the file cut into windows' : '';
    this.#problems.add({ line, column: 1 }, `the line ${wrong}${hint}`);
  }

  #takeWindow(text: string, line: number): void {
    const wrong = whatIsWrongWithText(text, LONGEST.sentence, 'text');
    if (wrong !== null) return this.#problems.add({ line, column: 1 }, `the text that begins here ${wrong}`);
    if (this.#count === this.#windows?.most) {
      this.#moreWindows = true;
      throw new StopReading();
    }
    this.#keep(text, line);
  }

  #keep(text: string, line: number): void {
    if (!this.#seen.isNew(text)) return this.#duplicates.add({ line });
    if (this.#count === MOST_ITEMS)
      this.#problems.stop(
        { line, column: 1 },
        `more than ${MOST_ITEMS} texts: make several sets of the file`,
      );
    this.#count++;
    this.#onText({ label: null, text, ids: null });
  }

  #nothingWords(): string {
    const lines = this.#blanks.count;
    if (lines === 0) return 'the file has no texts';
    return `the file has no texts: ${lines === 1 ? 'its line is' : `all of its ${lines} lines are`} empty`;
  }

  #report(): TextImportReport {
    return {
      format: 'txt',
      columns: [],
      mapping: null,
      unused: [],
      windows: this.#windows,
      moreWindows: this.#moreWindows,
      textCount: this.#count,
      duplicates: this.#duplicates.list,
      blanks: this.#blanks.list,
      problems: [...this.#problems.all],
      problemsCut: this.#problems.cut,
    };
  }
}
