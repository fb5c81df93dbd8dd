import * as sa from 'athanor';
import { column, ForeignKey } from 'athanor';

/** What the compiler refuses. Every line that is expected to fail and does not is an error of its own. */
const Base = sa.declarativeBase();
const id = column(sa.Integer, { primaryKey: true });

// @ts-expect-error an option with a typing error, alone
column(sa.Integer, { nulable: false });
// @ts-expect-error an option with a typing error, beside another
column(sa.Integer, { primaryKey: true, nulable: false });
// @ts-expect-error an option with a typing error, behind a foreign key, of a column with a name
column('user_id', sa.Integer, ForeignKey('users.id'), { index: true, uniqe: true });
// @ts-expect-error an option of a foreign key with a typing error
ForeignKey('users.id', { ondelet: 'CASCADE' });
// @ts-expect-error a target without a column
ForeignKey('users');
// @ts-expect-error a default of another type
column(sa.Integer, { default: 'one' });
// @ts-expect-error a default that is none of the values
column(sa.Enum(['on', 'off']), { default: 'of' });
// @ts-expect-error a date is no literal: SQL stands in sa.text
column(sa.DateTime, { serverDefault: new Date() });
// @ts-expect-error a length that is no number
sa.String('50');
// @ts-expect-error a type in the place of a column
Base.model('a', { id: sa.Integer });
// @ts-expect-error a column that is not there
Base.model('b', { id }, (t) => [sa.Index('ix', t.ide)]);
// @ts-expect-error an option of a table with a typing error
Base.model('c', { id }, { comment: 'c', engin: 'InnoDB' });
// @ts-expect-error the same in a list
Base.model('d', { id }, [{ comment: 'd', engin: 'InnoDB' }]);
// @ts-expect-error the same in a list that a function gives
Base.model('e', { id }, () => [{ comment: 'e', engin: 'InnoDB' }]);
// @ts-expect-error the same of a table that is no model
sa.Table('f', Base.metadata, column('id', sa.Integer), { comment: 'f', engin: 'InnoDB' });
// @ts-expect-error a table that is no model has its name already
sa.Table('g', Base.metadata, column('id', sa.Integer), { comment: 'g', tablename: 'h' });
// @ts-expect-error an option of an index with a typing error
Base.model('h', { id }, (t) => [sa.Index('ix', t.id, { uniqe: true })]);
// @ts-expect-error an option of a key with a typing error
Base.model('i', { id }, (t) => [sa.UniqueConstraint(t.id, { nam: 'uq' })]);
// @ts-expect-error a list of more dimensions than PostgreSQL has
sa.Array(sa.Integer, { dimensions: 7 });

// What it takes.
column(sa.Uuid, { serverDefault: sa.func('app_uuid') });
column(sa.DateTime, { serverDefault: sa.func('timezone', 'utc', 'now') });
column(sa.Array(sa.Integer, { dimensions: 4 }));
const options: sa.ColumnOptions<number> = { nullable: false };
column(sa.Integer, options);
