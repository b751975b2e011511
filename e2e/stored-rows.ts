/** What a workspace has stored, asked in SQL: what is shown is compared with it. */
import SqliteDatabase from 'better-sqlite3';

export function query<Row>(storePath: string, sql: string): Row[] {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    return store.prepare<[], Row>(sql).all();
  } finally {
    store.close();
  }
}
