import type { ObjectSupports } from '../../ansi/object-support.ts';
import { functionSupport, procedureSupport, replaceRoutine } from '../../mysql/objects/routine.ts';
import { supports as mysqlSupports } from '../../mysql/objects/supports.ts';
import { sequenceSupport } from './sequence.ts';

/** What MySQL has, and sequences. */
export const supports: ObjectSupports = {
  ...mysqlSupports,
  function: { ...functionSupport, alter: replaceRoutine },
  procedure: { ...procedureSupport, alter: replaceRoutine },
  sequence: sequenceSupport,
};
