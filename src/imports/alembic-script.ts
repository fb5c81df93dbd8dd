import { ImportConflict, UnreadableMigration } from './errors.ts';

/** What a script of `alembic upgrade --sql` or `alembic downgrade --sql` says of each revision. */
export interface AlembicScript {
  readonly upgrades: ReadonlyMap<string, ScriptSection>;
  readonly downgrades: ReadonlyMap<string, ScriptSection>;
}

/** The SQL of one revision, without what moves Alembic's version rows. */
export interface ScriptSection {
  readonly revision: string;
  readonly parents: readonly string[];
  readonly sql: string;
  readonly file: string;
  readonly line: number;
}

const marker = /^-- Running (upgrade|downgrade) (.*?) ?-> ?(.*)$/;

/**
 * Cuts scripts at their `-- Running upgrade a -> b` lines.
 *
 * @throws UnreadableMigration when a script has none, ImportConflict when two scripts differ about a revision
 */
export function readAlembicScripts(
  scripts: readonly { readonly file: string; readonly text: string }[],
): AlembicScript {
  const upgrades = new Map<string, ScriptSection>();
  const downgrades = new Map<string, ScriptSection>();
  for (const { file, text } of scripts) {
    const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/);
    const starts = lines.flatMap((line, at) => (marker.test(line) ? [at] : []));
    if (starts.length === 0) {
      throw new UnreadableMigration('the script holds no line `-- Running upgrade … -> …`', {
        file,
        hint: 'make it with: alembic upgrade head --sql > upgrade.sql',
      });
    }
    for (const [index, start] of starts.entries()) {
      const [, direction, left = '', right = ''] = marker.exec(lines[start] ?? '') ?? [];
      const [own, parents] = direction === 'upgrade' ? [right, left] : [left, right];
      const section: ScriptSection = {
        revision: idsIn(own)[0] ?? '',
        parents: idsIn(parents),
        sql: ownStatements(lines.slice(start + 1, starts[index + 1] ?? lines.length)),
        file,
        line: start + 1,
      };
      add(direction === 'upgrade' ? upgrades : downgrades, section);
    }
  }
  return { upgrades, downgrades };
}

/** No script. */
export const noScript: AlembicScript = { upgrades: new Map(), downgrades: new Map() };

/** Ids with commas between; a message may follow. */
const idsIn = (text: string): readonly string[] =>
  /^[\w.]+(?:, [\w.]+)*(?=$|, )/.exec(text.trim())?.[0].split(', ') ?? [];

function add(sections: Map<string, ScriptSection>, section: ScriptSection): void {
  const other = sections.get(section.revision);
  if (other !== undefined && other.sql !== section.sql) {
    throw new ImportConflict(`the scripts hold revision ${section.revision} twice, with different SQL`, {
      file: section.file,
      line: section.line,
      hint: 'give one script for upgrades, and one for downgrades',
    });
  }
  sections.set(section.revision, section);
}

/** What Alembic writes of itself: transactions, and behind each revision its own rows. */
const transaction = /^(?:BEGIN|COMMIT|START TRANSACTION);?$/i;
const bookkeeping = [
  /^INSERT INTO \S+ \(version_num\) VALUES \('[\w.]+'\)(?: RETURNING \S+)?;$/,
  /^UPDATE \S+ SET version_num='[\w.]+' WHERE \S*version_num = '[\w.]+';$/,
  /^DELETE FROM \S+ WHERE \S*version_num = '[\w.]+';$/,
  /^DROP TABLE \S*version\S*;$/,
];

function ownStatements(lines: readonly string[]): string {
  const kept = withoutTransactions(paragraphs(lines));
  let end = kept.length;
  while (end > 0 && bookkeeping.some((pattern) => pattern.test(kept[end - 1]?.text ?? ''))) end -= 1;
  return kept
    .slice(0, end)
    .map(({ text, gap }) => text + gap)
    .join('')
    .trim();
}

interface Paragraph {
  readonly text: string;
  /** The empty lines behind it: within a string they count. */
  readonly gap: string;
}

/** Alembic puts an empty line behind each statement. */
function paragraphs(lines: readonly string[]): readonly Paragraph[] {
  const parts = lines
    .join('\n')
    .trim()
    .split(/(\n(?:[ \t]*\n)+)/);
  return parts.flatMap((text, at) => (at % 2 === 0 && text !== '' ? [{ text, gap: parts[at + 1] ?? '' }] : []));
}

/** A body between dollar signs may hold a COMMIT of its own. */
function withoutTransactions(all: readonly Paragraph[]): readonly Paragraph[] {
  let open: string | undefined;
  return all.filter(({ text }) => {
    if (open === undefined && transaction.test(text)) return false;
    for (const [tag] of text.matchAll(/\$(?:[A-Za-z_]\w*)?\$/g)) {
      if (open === undefined) open = tag;
      else if (open === tag) open = undefined;
    }
    return true;
  });
}
