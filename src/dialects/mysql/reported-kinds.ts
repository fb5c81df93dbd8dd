/** What a database of MySQL or MariaDB can have that is reported and never changed, and when. */
export const reportedKinds = {
  partitions: 'that are named or placed in ways that no model says',
  view: 'that the account may not read',
  function: 'that the account may not read, or in another language than SQL',
  procedure: 'that the account may not read, or in another language than SQL',
} as const;

/** What MariaDB has beside. */
export const reportedKindsOfMariadb = {
  ...reportedKinds,
  package: 'of `sql_mode=ORACLE`',
  'package body': 'of `sql_mode=ORACLE`',
} as const;

/** How it is called in a report. */
export type ReportedKind = keyof typeof reportedKindsOfMariadb;
