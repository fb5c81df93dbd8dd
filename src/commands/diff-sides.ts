import { type DatabaseUrl, parseUrl, redact, urlLabel } from '../dialects/url.ts';
import { UsageError } from '../errors.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { parseTarget, resolveTarget } from '../revisions/target.ts';
import { asksDatabase } from './resolve-names.ts';

/** One side of a comparison, as it was named. */
export type Side =
  | { readonly kind: 'models'; readonly label: string }
  | { readonly kind: 'live'; readonly label: string; readonly url?: DatabaseUrl }
  | { readonly kind: 'revision'; readonly label: string; readonly ids: readonly string[] };

/**
 * What a side means: `models`, `database`, a URL, or a revision.
 *
 * @throws InvalidUrl, UnknownRevision, UsageError
 */
export function parseSide(text: string, graph: RevisionGraph): Side {
  if (text === 'models') return { kind: 'models', label: 'models' };
  if (text === 'database') return { kind: 'live', label: 'database' };
  if (/^[a-z][a-z0-9+_]*:/i.test(text)) {
    const url = parseUrl(text);
    return { kind: 'live', label: urlLabel(url), url };
  }
  const target = parseTarget(text);
  if (asksDatabase(target)) {
    throw new UsageError(`'${redact(text)}' depends on a database; a side is models, database, a URL or a revision`, {
      hint: "say 'database' for what the database has",
    });
  }
  const ids = resolveTarget(graph, [], target);
  return { kind: 'revision', label: ids.join(', ') || 'base', ids };
}
