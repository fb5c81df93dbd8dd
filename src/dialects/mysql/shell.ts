import { mysqlRules } from '../ansi/lexer.ts';
import { endingOf, withSemicolon } from '../ansi/termination.ts';
import type { Shell } from '../dialect.ts';
import { sessionSettings } from './connect.ts';
import { quoteIdentifier } from './quote.ts';

/** The most characters of a constraint's name. https://dev.mysql.com/doc/refman/9.4/en/identifier-length.html */
const longestName = 64;

const guard = '`athanor_assertion`';

/** Which of the two servers answers, which their programs and their URLs do not tell. */
const products = {
  mysql: { name: 'MySQL', condition: "VERSION() NOT LIKE '%mariadb%'" },
  mariadb: { name: 'MariaDB', condition: "VERSION() LIKE '%mariadb%'" },
};

/**
 * `mysql`, or `mariadb`, which is the same program. Both stop at the first error of a file by themselves.
 * https://dev.mysql.com/doc/refman/9.4/en/mysql-command-options.html#option_mysql_force
 */
export const createShell = (program: keyof typeof products): Shell => ({
  program,
  usage: `${program} DATABASE < FILE`,
  opening: (options) => [
    `${sessionSettings(options)};`,
    ...assert(`this script is for ${products[program].name}`, products[program].condition).map((sql) => `${sql};`),
  ],
  begin: 'START TRANSACTION',
  assert,
  terminate: (sql) => (endingOf(sql, mysqlRules).holdsSemicolon ? withDelimiter(sql) : withSemicolon(sql, mysqlRules)),
});

/** Outside of routines nothing raises an error but a constraint, whose name is then what there is to read. */
const assert = (message: string, condition: string): readonly string[] => [
  `CREATE TEMPORARY TABLE ${guard} (\`holds\` INT NOT NULL, CONSTRAINT ${quoteIdentifier(message.slice(0, longestName).trimEnd())} CHECK (\`holds\` = 1))`,
  `INSERT INTO ${guard} SELECT ${condition}`,
  `DROP TEMPORARY TABLE ${guard}`,
];

/** A body with semicolons of its own is sent whole when something else ends it. */
function withDelimiter(sql: string): string {
  let delimiter = '//';
  while (sql.includes(delimiter)) delimiter += '/';
  return `DELIMITER ${delimiter}\n${sql}\n${delimiter}\nDELIMITER ;`;
}
