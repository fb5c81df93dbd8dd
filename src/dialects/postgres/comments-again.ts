import type { Schema } from '../../schema/schema.ts';
import { type TableName, tableKey } from '../../schema/table-name.ts';
import { commentOnType } from './objects/composite-type.ts';

/** The statement that gives an enum which is made again the comment that it had. */
export const typeCommentAgain = (before: Schema, type: TableName): readonly string[] =>
  (before.objects ?? []).flatMap((object) =>
    object.kind === 'enum' && object.comment && tableKey(object) === tableKey(type)
      ? [commentOnType({ ...type, comment: object.comment })]
      : [],
  );
