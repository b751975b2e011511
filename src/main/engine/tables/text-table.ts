/** Tables as text: a line for each row. */
import { csvText } from '../../../core/csv.ts';
import type { TableCell, TableHead, TableRow, TableWriter } from './table.ts';

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);

/** With a line of names first. Yes and no are 1 and 0; no value is an empty field. */
export function csvTable({ columns }: TableHead): TableWriter {
  const names = csvText([columns.map(({ name }) => name)]);
  let isBegun = false;
  const begun = (text: string) => {
    const whole = isBegun ? text : `${names}${text}`;
    isBegun = true;
    return whole === '' ? NOTHING : encoder.encode(whole);
  };
  return {
    add: (rows) => begun(rows.length === 0 ? '' : csvText(rows.map((row) => row.map(field)))),
    end: () => begun(''),
  };
}

function field(cell: TableCell): string | number | null {
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

/** JSON Lines: each row an object that has every column; no value is null. */
export function jsonlTable({ columns }: TableHead): TableWriter {
  const line = (row: TableRow) =>
    `${JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])))}\n`;
  return {
    add: (rows) => encoder.encode(rows.map(line).join('')),
    end: () => NOTHING,
  };
}
