import type { Column } from '../../schema/column.ts';
import type { SqlType } from '../../schema/type.ts';
import { atLeast, type Dialect, type Server } from '../dialect.ts';
import { createDialect } from '../mysql/dialect.ts';
import type { ServerRules } from '../mysql/server-rules.ts';
import { mariadbCatalog } from './catalog.ts';
import { MariadbCompiler } from './compiler.ts';
import { supports } from './objects/supports.ts';
import { reflectSequences } from './sequences.ts';

const rulesOf = ({ version }: Server): ServerRules => ({
  types: {
    dialect: 'mariadb',
    displayWidths: true,
    uuid: atLeast(version, 10, 7) ? 'uuid' : undefined,
    ownSpellings: {
      'mysql.Year': 'year(4)',
      'mysql.Inet6': 'inet6',
      ...(atLeast(version, 10, 10) ? { 'mysql.Inet4': 'inet4' } : {}),
    },
    srid: (srid) => `ref_system_id=${srid}`,
  },
  // https://mariadb.com/kb/en/descending-indexes/
  descendingKeys: atLeast(version, 10, 8),
  notNullComputed: false,
  unenforcedChecks: false,
});

const offlineServer: Server = {
  dialect: 'mariadb',
  version: [11, 8, 0],
  defaultSchema: undefined,
  settings: {
    character_set_database: 'utf8mb4',
    collation_database: 'utf8mb4_uca1400_ai_ci',
    explicit_defaults_for_timestamp: '1',
    lower_case_table_names: '0',
    default_storage_engine: 'InnoDB',
    innodb_default_row_format: 'dynamic',
    default_collations:
      'ascii=ascii_general_ci,binary=binary,latin1=latin1_swedish_ci,utf8mb3=utf8mb3_uca1400_ai_ci,utf8mb4=utf8mb4_uca1400_ai_ci',
  },
};

/** The catalog does not tell the reference system of a shape (`REF_SYSTEM_ID`) with its column. */
function canonicaliseColumn(column: Column): Column {
  if (!('srid' in column.type)) return column;
  const { srid: _, ...type } = column.type;
  return { ...column, type: type as SqlType };
}

/** MariaDB 10.6 and later. */
export const mariadb: Dialect = createDialect({
  name: 'mariadb',
  offlineServer,
  rules: rulesOf,
  catalog: mariadbCatalog,
  supports,
  replaces: ['view', 'event', 'function', 'procedure'],
  compiler: (server, before) => new MariadbCompiler(server, rulesOf(server), before),
  reflectObjects: reflectSequences,
  canonicaliseColumn,
});
