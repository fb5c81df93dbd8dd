import type { ObjectSupports } from '../../ansi/object-support.ts';
import { eventSupport, replaceEvent } from '../../mysql/objects/event.ts';
import { functionSupport, procedureSupport, replaceRoutine } from '../../mysql/objects/routine.ts';
import { supports as mysqlSupports } from '../../mysql/objects/supports.ts';
import { sequenceSupport } from './sequence.ts';

/** What MySQL has, and sequences. */
export const supports: ObjectSupports = {
  ...mysqlSupports,
  function: { ...functionSupport, alter: replaceRoutine },
  procedure: { ...procedureSupport, alter: replaceRoutine },
  event: { ...eventSupport, alter: replaceEvent },
  sequence: sequenceSupport,
};
