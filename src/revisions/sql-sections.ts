import { reading } from './header.ts';
import { SourceProblem } from './scanner.ts';

/** The two halves of a revision in SQL. Without a `-- migrate:down` line there is no way back. */
export interface SqlSections {
  readonly up: string;
  readonly down?: string;
}

/**
 * Cuts a revision in SQL at its `-- migrate:up` and `-- migrate:down` lines.
 *
 * @throws BrokenRevisionFile
 */
export function readSqlSections(source: string, file: string): SqlSections {
  return reading(source, file, (text) => {
    const markers = [...text.matchAll(/^--[^\S\n]*migrate:[^\S\n]*(\w+)(.*)$/gim)];
    const sections = markers.map((marker, at) => {
      const start = marker.index + marker[0].length;
      const body = text.slice(start, markers[at + 1]?.index ?? text.length);
      return { ...readMarker(marker), sql: body.trim() };
    });
    const up = only(sections, 'up');
    const down = only(sections, 'down');
    if (up === undefined) throw new SourceProblem('the file has no `-- migrate:up` line', 0);
    return { up: up.sql, ...(down === undefined ? {} : { down: down.sql }) };
  });
}

interface Marker {
  readonly direction: string;
  readonly offset: number;
}

function readMarker(marker: RegExpExecArray): Marker {
  const [, word = '', rest = ''] = marker;
  const direction = word.toLowerCase();
  if (direction !== 'up' && direction !== 'down') {
    throw new SourceProblem(`'migrate:${word}' is neither migrate:up nor migrate:down`, marker.index);
  }
  if (rest.trim() !== '') {
    throw new SourceProblem(
      `'migrate:${word}' takes no options, but here is '${rest.trim()}' (statements that refuse a transaction are run outside of one by themselves)`,
      marker.index,
    );
  }
  return { direction, offset: marker.index };
}

function only<T extends Marker>(sections: readonly T[], direction: string): T | undefined {
  const [section, second] = sections.filter((one) => one.direction === direction);
  if (second !== undefined) throw new SourceProblem(`there are two \`-- migrate:${direction}\` lines`, second.offset);
  return section;
}
