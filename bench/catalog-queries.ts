import { openDatabase } from '../src/dialects/registry.ts';

/** The queries that reflecting a database sends, in order: what a comparison cannot do without. */
export async function catalogQueries(url: string): Promise<readonly string[]> {
  const { dialect, connection } = await openDatabase(url);
  const queries: string[] = [];
  const listening = new Proxy(connection, {
    get: (target, key) => {
      if (key !== 'query') return bound(target, key);
      return (sql: string) => {
        queries.push(sql);
        return target.query(sql);
      };
    },
  });
  await dialect.reflect(listening, {});
  await connection.close();
  return queries;
}

/** Methods of classes with private fields run on the real object only. */
const bound = (target: object, key: string | symbol): unknown => {
  const value: unknown = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
};
