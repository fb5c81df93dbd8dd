import { didYouMean } from '../closest.ts';

const shown = 12;

/** What somebody probably meant, or else what there is to choose from. */
export function suggestion(wanted: string, names: Iterable<string>): string {
  const known = [...names];
  const list = known.slice(0, shown).join(', ');
  return (
    didYouMean(wanted, known) ??
    (known.length === 0 ? 'there are none' : `there are ${list}${known.length > shown ? ', …' : ''}`)
  );
}
