// node bare.mjs DIALECT URL QUERIES.json: sends the catalog queries through the driver alone and reads the rows.
import { readFileSync } from 'node:fs';

const [, , dialect, url, file] = process.argv;
const queries = JSON.parse(readFileSync(file, 'utf8'));

if (dialect === 'sqlite') {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(url.replace(/^sqlite:\/\/\//, ''));
  for (const sql of queries) database.prepare(sql).all();
} else if (dialect === 'postgresql') {
  const { default: pg } = await import('pg');
  const client = new pg.Client(url);
  await client.connect();
  for (const sql of queries) await client.query(sql);
  await client.end();
} else {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  for (const sql of queries) await connection.query(sql);
  await connection.end();
}
