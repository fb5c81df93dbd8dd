/** What a database of SQLite can have that is reported and never changed, and when. */
export const reportedKinds = {
  table: 'a statement that cannot be read',
  index: 'a statement that cannot be read',
  view: 'a statement that cannot be read',
  trigger: 'a statement that cannot be read',
  'virtual table': 'a statement that cannot be read',
  'text in double quotes': 'in checks, generated columns and indexes, which only old statements may have',
} as const;

/** How it is called in a report. */
export type ReportedKind = keyof typeof reportedKinds;
