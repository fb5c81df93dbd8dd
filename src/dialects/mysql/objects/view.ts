import { derive } from '../../../schema/canonical.ts';
import type { View } from '../../../schema/objects/view.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { canonicalDefiner, definerSql } from './definer.ts';
import { withSession } from './session.ts';
import { canonicalText, statementText } from './statement-text.ts';

function canonicaliseView(view: View, server: Server): View | undefined {
  const definition = sqlOn(server.dialect, view.definition);
  if (definition === undefined) return undefined;
  return derive(view, {
    schema: view.schema === server.defaultSchema ? undefined : view.schema,
    definition: canonicalText(definition),
    columns: view.columns === undefined || view.columns.length === 0 ? undefined : view.columns,
    comment: undefined,
    postgresql: undefined,
    mysql: viewOptions(view.mysql),
  });
}

function viewOptions({ algorithm, security, definer, sqlMode }: DialectOptions = {}): DialectOptions | undefined {
  const [way = 'UNDEFINED', whose = 'DEFINER'] = [algorithm, security].map((one) =>
    one === undefined ? undefined : String(one).toUpperCase(),
  );
  const account = canonicalDefiner(definer);
  const options = {
    ...(way === 'UNDEFINED' ? {} : { algorithm: way }),
    ...(whose === 'DEFINER' ? {} : { security: whose }),
    ...(account === undefined ? {} : { definer: account }),
    ...(sqlMode === undefined ? {} : { sqlMode }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** `CREATE OR REPLACE` says everything again, so that an option that is not said is the usual one. */
function viewSql(view: View, { dialect }: Server, replace: string): string {
  const { algorithm, security } = viewOptions(view.mysql) ?? {};
  const columns = view.columns?.length ? ` (${view.columns.map(quoteIdentifier).join(', ')})` : '';
  return [
    `CREATE ${replace}${algorithm === undefined ? '' : `ALGORITHM=${algorithm} `}${definerSql(view.mysql)}`,
    `${security === undefined ? '' : `SQL SECURITY ${security} `}VIEW ${quoteName(view)}${columns}`,
    ` AS\n${statementText(sqlOn(dialect, view.definition) ?? '')}`,
    view.checkOption === undefined ? '' : `\nWITH ${view.checkOption} CHECK OPTION`,
  ].join('');
}

/** Views. https://dev.mysql.com/doc/refman/9.4/en/create-view.html */
export const viewSupport: ObjectSupport<'view'> = {
  canonicalise: canonicaliseView,
  create: (view, server) => withSession(view.mysql, [viewSql(view, server, '')], server),
  drop: (view) => [`DROP VIEW ${quoteName(view)}`],
  alter: (from, to, server) =>
    from.name === to.name ? withSession(to.mysql, [viewSql(to, server, 'OR REPLACE ')], server) : undefined,
};
