import { derive } from '../../../schema/canonical.ts';
import type { View } from '../../../schema/objects/view.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { foldName, quoteIdentifier as quote } from '../quote.ts';
import { normaliseStatement } from '../statement-text.ts';

const queryOf = ({ definition }: View): string => (sqlOn('sqlite', definition) ?? '').replace(/[\s;]+$/, '');

/** Views. https://www.sqlite.org/lang_createview.html */
export const viewSupport: ObjectSupport<'view'> = {
  canonicalise: (view, { defaultSchema }) => {
    const definition = sqlOn('sqlite', view.definition);
    if (definition === undefined) return undefined;
    return derive(view, {
      schema: view.schema === defaultSchema ? undefined : view.schema,
      definition: normaliseStatement(definition),
      columns: view.columns?.map(foldName),
      checkOption: undefined,
      comment: undefined,
      postgresql: undefined,
      mysql: undefined,
    });
  },
  create: (view) => {
    const columns = view.columns === undefined ? '' : ` (${view.columns.map(quote).join(', ')})`;
    return [`CREATE VIEW ${quote(view.name)}${columns} AS ${queryOf(view)}`];
  },
  drop: ({ name }) => [`DROP VIEW ${quote(name)}`],
};
