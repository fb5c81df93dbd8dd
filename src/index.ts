import { installEngine } from './metadata/engine.ts';

installEngine(async () => (await import('./commands/metadata-engine.ts')).metadataEngine);

// What the commands take, give and throw.
export type { AcceptOptions, AcceptResult } from './commands/accept.ts';
export type { Adoption } from './commands/adopt-database.ts';
export type { BranchesResult, BranchPoint } from './commands/branches.ts';
export type { CheckOptions as CheckCommandOptions, CheckResult } from './commands/check.ts';
export type { CurrentResult } from './commands/current.ts';
export type { DatabaseNamesOptions } from './commands/database-names.ts';
export type { DiffOptions, DiffResult } from './commands/diff.ts';
export type { Difference } from './commands/difference.ts';
export type { DowngradeOptions } from './commands/downgrade.ts';
export type { EditOptions, EditResult } from './commands/edit.ts';
export type { EditedRevision } from './commands/edited-revisions.ts';
export type { EnsureVersionResult, EnsureVersionScriptResult } from './commands/ensure-version.ts';
export * from './commands/errors.ts';
export type { HeadsOptions, HeadsResult } from './commands/heads.ts';
export type { HistoryOptions, HistoryResult, LogResult } from './commands/history.ts';
export type { ImportedRevision, ImportOptions, ImportResult } from './commands/import.ts';
export type { ImportedState } from './commands/import-stamp.ts';
export type { InitOptions, InitResult } from './commands/init.ts';
export type { Meeting, MeetingOperation, Meetings } from './commands/meetings.ts';
export type { MergeOptions, MergeResult } from './commands/merge.ts';
export type { MigrateOptions, MigrateResult, TryResult } from './commands/migrate.ts';
export type { WrittenFile } from './commands/model-files.ts';
export type { ModelStyle, ModelsOptions, ModelsResult } from './commands/models.ts';
export type { NewRevisionOptions } from './commands/new-revision.ts';
export type { OfflineOptions, ScriptOptions, ScriptResult } from './commands/offline.ts';
export type { PlacedRevision } from './commands/place.ts';
export type { ProjectOptions, RunningOptions } from './commands/project.ts';
export type { ReflectDatabaseOptions } from './commands/reflect.ts';
export type { RenameAnswers } from './commands/rename-answers.ts';
export type { RevisionOptions, RevisionResult } from './commands/revision.ts';
export type { ShowOptions, ShowResult } from './commands/show.ts';
export type { SquashOptions, SquashResult } from './commands/squash.ts';
export type { StampCommandOptions, StampCommandResult } from './commands/stamp.ts';
export type { StampScriptOptions, StampScriptResult } from './commands/stamp-script.ts';
export type { RevisionState, StatusEntry, StatusResult } from './commands/status.ts';
export type { UpgradeOptions } from './commands/upgrade.ts';
// The config.
export {
  type CompareColumn,
  type ComparedColumn,
  type ComparedObject,
  type Config,
  type ConfigEnvironment,
  type ConfigExport,
  type DatabaseConfig,
  defineConfig,
  type IncludeName,
  type IncludeObject,
  type LockConfig,
  type MigrationsConfig,
  type NamedKind,
  type NameParent,
  type TransactionMode,
  type VersionTableConfig,
} from './config/define-config.ts';
export type {
  DirectivesContext,
  FormatterName,
  OnVersionApply,
  PostWriteCommand,
  PostWriteHook,
  ProcessRevisionDirectives,
  RenderConfig,
  RevisionDirectives,
  VersionApply,
} from './config/hooks.ts';
export { type Rewrites, rewriter } from './config/rewriter.ts';
// Errors.
export * from './dialects/errors.ts';
export * from './errors.ts';
export * from './imports/errors.ts';
export type { ToolName } from './imports/tools.ts';
// Models.
export {
  type Column,
  type ColumnArgument,
  type ColumnFacts,
  type ColumnOptions,
  Computed,
  column,
  type DeclaredComputed,
  type DeclaredIdentity,
  type Flag,
  type FlagsOf,
  Identity,
} from './metadata/column.ts';
export {
  CheckConstraint,
  type CheckOptions,
  type ColumnReference,
  type DeclaredCheck,
  type DeclaredExclusion,
  type DeclaredForeignKey,
  type DeclaredPrimaryKey,
  type DeclaredUnique,
  ExcludeConstraint,
  type ExcludedElement,
  type ExcludeOptions,
  ForeignKeyConstraint,
  type KeyOptions,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type UniqueOptions,
} from './metadata/constraint.ts';
export { type ConstraintName, conv, type FinalName } from './metadata/constraint-name.ts';
export {
  type AbstractOptions,
  type DeclarativeBase,
  type DeclarativeBaseOptions,
  declarativeBase,
  type Model,
  type NoColumns,
} from './metadata/declarative-base.ts';
export type { Engine, OpenConnection, ReflectOptions, Target } from './metadata/engine.ts';
export * from './metadata/errors.ts';
export { func, type SqlFunction, type SqlFunctions, text } from './metadata/expression.ts';
export {
  type ColumnForeignKey,
  ForeignKey,
  type ForeignKeyOptions,
  type ForeignKeyTarget,
} from './metadata/foreign-key.ts';
export {
  type AnyMetaData,
  type CreateOptions,
  defaultNamingConvention,
  MetaData,
  type MetaDataOptions,
  type TableReference,
} from './metadata/metadata.ts';
export { type Members, mixin } from './metadata/mixin.ts';
export * as mysql from './metadata/mysql-types.ts';
export {
  Aggregate,
  CompositeType,
  type Declaration,
  Domain,
  EnumType,
  Event,
  EventTrigger,
  Extension,
  Function,
  MaterializedView,
  Namespace,
  type ObjectCollection,
  Policy,
  Procedure,
  RangeType,
  Rule,
  Trigger,
  View,
  VirtualTable,
} from './metadata/objects.ts';
export * as postgresql from './metadata/postgresql-types.ts';
export { type Registry, registry } from './metadata/registry.ts';
export { type Relationship, type RelationshipOptions, relationship } from './metadata/relationship.ts';
export type {
  DriverInput,
  DriverRow,
  InferInsert,
  InferRow,
  InferUpdate,
  KyselyColumn,
  KyselyDatabase,
  KyselyTable,
} from './metadata/row.ts';
export { decodeRow, encodeRow } from './metadata/row-values.ts';
export { type DeclaredSequence, Sequence, type SequenceSettings } from './metadata/sequence.ts';
export { type SqlFileOptions, sqlFile, UnreadableSqlFile } from './metadata/sql-file.ts';
export {
  type AnyType,
  type DecoratedValues,
  type DriverValues,
  type IntegerType,
  type IntegerValues,
  type ListedType,
  type ListedValues,
  type Type,
  TypeDecorator,
  type TypeLike,
  type Valued,
  type Values,
} from './metadata/sql-type.ts';
export * as sqlite from './metadata/sqlite-types.ts';
export {
  type Columns,
  type ColumnsByName,
  type DeclaredTableOptions,
  type ModelArgument,
  type ModelOptions,
  type NamedPart,
  type NamingConvention,
  Table,
  type TableArgument,
  type TokenFunction,
} from './metadata/table.ts';
export {
  asc,
  type DeclaredIndex,
  desc,
  Index,
  type IndexKey,
  type IndexOptions,
  nullsFirst,
  nullsLast,
} from './metadata/table-index.ts';
export type { TableNameOf, TableNaming } from './metadata/table-naming.ts';
export { toSchema } from './metadata/to-schema.ts';
export { type IdentifierLimits, truncateName } from './metadata/truncate-name.ts';
export {
  Array,
  BigInteger,
  type BigNumbers,
  Boolean,
  type BooleansAsNumbers,
  Char,
  custom,
  Date,
  DateTime,
  Double,
  Enum,
  type EnumOptions,
  Float,
  type InexactDecimals,
  Integer,
  Interval,
  type IntervalParts,
  type IntervalsAsTimes,
  JSON,
  JSONB,
  type JsonAsText,
  type JsonInput,
  LargeBinary,
  type ListOf,
  type ListsAsJson,
  Numeric,
  SmallInteger,
  String,
  type StringOptions,
  Text,
  Time,
  type TimeOptions,
  type TimesAsText,
  Unicode,
  UnicodeText,
  Uuid,
  type WithVariants,
  withVariant,
} from './metadata/types.ts';
// The commands, as functions.
export {
  accept,
  branches,
  check,
  connect,
  current,
  databaseNames,
  diff,
  downgrade,
  downgradeScript,
  edit,
  ensureVersion,
  ensureVersionScript,
  heads,
  history,
  importHistory,
  init,
  merge,
  models,
  rangeScript,
  readLog,
  reflect,
  revision,
  show,
  squash,
  stamp,
  stampScript,
  status,
  tryDowngrade,
  tryUpgrade,
  upgrade,
  upgradeScript,
} from './on-demand.ts';
// Operations, and how a project defines its own.
export {
  defineOperation,
  type OperationDefinition,
  type OperationOrder,
  type SqlWriter,
  type WrittenSql,
} from './operations/custom-operation.ts';
export type { Hazard } from './operations/description.ts';
export * from './operations/extensions.ts';
export type { OperationHazard } from './operations/hazards.ts';
export {
  type CatalogReader,
  defineObjectKind,
  type ObjectIdentity,
  type ObjectKindDefinition,
} from './operations/object-kind.ts';
export type { Operation, Row } from './operations/operation.ts';
export type { Operations } from './operations/recorder.ts';
export * from './revisions/errors.ts';
export type { InterruptedAnswer, StepResult } from './runner/context.ts';
export * from './runner/errors.ts';
export type { Direction, Report, RunEvent, StepPlace } from './runner/events.ts';
export type { HistoryEntry } from './runner/history.ts';
export type { TrialResult, TrialStep } from './runner/trial.ts';
// The vocabulary of databases, as operations and revisions hold it.
export type { Column as ColumnData, Computed as ComputedData, Identity as IdentityData } from './schema/column.ts';
export type { Constraint, ForeignKey as ForeignKeyData, ReferentialAction } from './schema/constraint.ts';
export type { CustomObject } from './schema/custom-object.ts';
export type { FunctionCall, Literal, Parameter, ServerDefault, Text as TextData } from './schema/expression.ts';
export type { Dependency } from './schema/objects/dependency.ts';
export type { ObjectKind, ObjectOf, SchemaObject, Sequence as SequenceData } from './schema/objects/object.ts';
export type { DialectOptions } from './schema/options.ts';
export type { Schema, Unmodelled } from './schema/schema.ts';
export type { SqlByDialect } from './schema/sql-by-dialect.ts';
export type { Table as TableData } from './schema/table.ts';
export type { Index as IndexData, IndexPart } from './schema/table-index.ts';
export type { TableName } from './schema/table-name.ts';
export type { DialectName, SqlType } from './schema/type.ts';
export type { RenderedItem, RenderedSource, RenderItem } from './source/rendering.ts';
