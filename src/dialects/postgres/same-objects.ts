import type { ObjectQuestion } from '../../schema/object-question.ts';
import type { Connection, ExpressionAnswers } from '../dialect.ts';

/** Canonical forms say all that there is to say of the objects of this database: what differs there is different. */
export const sameObjects = async (
  _connection: Connection,
  questions: readonly ObjectQuestion[],
): Promise<ExpressionAnswers> => ({ same: questions.map(() => false) });
