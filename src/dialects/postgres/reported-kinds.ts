/** What a database of PostgreSQL can have that is reported and never changed, and when. */
export const reportedKinds = {
  'foreign table': '',
  'typed table': '',
  statistics: '',
  collation: '',
  operator: '',
  publication: '',
  'invalid index': 'that a CREATE INDEX CONCURRENTLY left behind',
  'owned sequence': 'whose column does not take its default from it',
  'options of a serial sequence': 'that are not those of a serial column',
  'not null constraint that is not valid': '',
  'row level security': 'of what is not modelled itself',
} as const;

/** How it is called in a report. */
export type ReportedKind = keyof typeof reportedKinds;
