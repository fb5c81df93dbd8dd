import { randomBytes } from 'node:crypto';
import { ConfigError } from '../errors.ts';

/** How new revisions are named, where the config does not say: by moment first, so that a listing is in order. */
export const defaultFileTemplate = '{date}_{time}_{id}_{slug}';

/** How many characters of a message go into a file name, where the config does not say. */
export const defaultSlugLength = 40;

/** What a file name is made from. */
export interface FileNameParts {
  readonly id: string;
  readonly message: string;
  readonly at: Date;
}

/** How file names are made. */
export interface FileNaming {
  /** With `{date} {time} {id} {slug} {epoch} {year} {month} {day} {hour} {minute} {second}`; a `/` makes folders. */
  readonly template: string;
  readonly slugLength: number;
  /** An IANA name such as `Europe/Berlin`, or `UTC`; absent means the computer's. */
  readonly timezone?: string;
}

/** A new id: twelve random hexadecimal digits. */
export const newRevisionId = (): string => randomBytes(6).toString('hex');

/**
 * The name of a new revision's file, without its ending, relative to the folder.
 *
 * @throws ConfigError when the template holds something else than tokens and letters that every file system takes
 */
export function fileName(parts: FileNameParts, naming: FileNaming): string {
  checkTemplate(naming.template);
  const tokens = tokensOf(parts, naming);
  return naming.template
    .replaceAll(/\{(\w+)\}/g, (_, token: string) => tokens[token] ?? '')
    .split('/')
    .map((name) => unreserved(name.replaceAll(/^[_. ]+|[_\-. ]+$/g, '')))
    .join('/');
}

/**
 * Sees to it that a template can make file names.
 *
 * @throws ConfigError
 */
export function checkTemplate(template: string): void {
  const known = Object.keys(tokensOf({ id: '', message: '', at: new Date(0) }, { template, slugLength: 0 }));
  const unknown = [...template.matchAll(/\{(\w*)\}/g)].find(([, token = '']) => !known.includes(token));
  if (unknown !== undefined) {
    throw new ConfigError(`fileTemplate: there is no ${unknown[0]}`, {
      hint: `use ${known.map((token) => `{${token}}`).join(' ')}`,
    });
  }
  const outside = template.replaceAll(/\{\w+\}/g, 'x');
  const forbidden = /[^\p{L}\p{N}_\-./ ]/u.exec(outside)?.[0];
  if (forbidden !== undefined) {
    throw new ConfigError(`fileTemplate: '${forbidden}' cannot stand in a file name everywhere`);
  }
  if (/^\/|\/$|\/\/|(?:^|\/)[._]/.test(outside) || !template.includes('{id}')) {
    throw new ConfigError(
      `fileTemplate: '${template}' has to hold {id}, and no part of it may be empty or start with . or _`,
      {
        hint: `the usual one is ${defaultFileTemplate}`,
      },
    );
  }
}

/** The words of a message for a file name, as Alembic makes them: lower case, joined by `_`, cut after a whole word. */
export function slug(message: string, length: number): string {
  const words = [...(message.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).join('_')];
  if (words.length <= length) return words.join('');
  const cut = words.slice(0, length).join('');
  return `${cut.includes('_') ? cut.slice(0, cut.lastIndexOf('_')) : cut}_`;
}

/** A moment as a revision says it: `2026-11-22 09:14`. */
export function momentLabel(at: Date, timezone: string | undefined): string {
  const { year, month, day, hour, minute } = calendar(at, timezone);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

/** @throws ConfigError when there is no such time zone */
export function checkTimezone(timezone: string): void {
  calendar(new Date(0), timezone);
}

function tokensOf({ id, message, at }: FileNameParts, naming: FileNaming): Readonly<Record<string, string>> {
  const moment = calendar(at, naming.timezone);
  const { year, month, day, hour, minute } = moment;
  return {
    date: `${year}_${month}_${day}`,
    time: `${hour}${minute}`,
    // A dot would begin an ending: what is called `a.d.ts` is no revision.
    id: id.replaceAll('.', '_'),
    slug: slug(message, naming.slugLength),
    epoch: String(Math.floor(at.getTime() / 1000)),
    ...moment,
  };
}

type CalendarPart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function calendar(at: Date, timezone: string | undefined): Readonly<Record<CalendarPart, string>> {
  const found: Record<CalendarPart, string> = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const { type, value } of calendarFormat(timezone).formatToParts(at)) {
    if (type in found) found[type as CalendarPart] = value;
  }
  return found;
}

function calendarFormat(timezone: string | undefined): Intl.DateTimeFormat {
  const digits = '2-digit';
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn-hc-h23', {
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
      ...(timezone === undefined ? {} : { timeZone: timezone }),
    });
  } catch (cause) {
    throw new ConfigError(`timezone: there is no time zone '${timezone}'`, {
      hint: "use an IANA name such as 'UTC' or 'Europe/Berlin'",
      cause,
    });
  }
}

/** Windows keeps some names for devices, whatever their ending. */
const unreserved = (name: string): string =>
  /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) ? `${name}_` : name;
