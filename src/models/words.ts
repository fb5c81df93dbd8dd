/** The words of a name: `user_profiles`, `userProfiles` and `USER-PROFILES` are the same two. */
export function wordsOf(name: string): readonly string[] {
  const isShouted = name === name.toUpperCase();
  const parts = (isShouted ? name.toLowerCase() : name).match(/[\p{L}\p{Nd}\p{M}]+/gu) ?? [];
  return parts.flatMap((part) => part.split(/(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u));
}

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

/** `user_profile` as `UserProfile`. */
export const pascalCase = (words: readonly string[]): string => words.map(capitalised).join('');

/** `user_profile` as `userProfile`. */
export const camelCase = ([first = '', ...rest]: readonly string[]): string => first.toLowerCase() + pascalCase(rest);

/** `UserProfile` as `user-profile`. */
export const kebabCase = (words: readonly string[]): string => words.join('-').toLowerCase();

/** Plurals that follow no rule, or a rule that would do harm elsewhere. */
const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  feet: 'foot',
  teeth: 'tooth',
  geese: 'goose',
  mice: 'mouse',
  indices: 'index',
  vertices: 'vertex',
  matrices: 'matrix',
  analyses: 'analysis',
  bases: 'base',
  criteria: 'criterion',
  quizzes: 'quiz',
  heroes: 'hero',
  potatoes: 'potato',
  tomatoes: 'tomato',
  echoes: 'echo',
  knives: 'knife',
  lives: 'life',
  wives: 'wife',
  halves: 'half',
  shelves: 'shelf',
  leaves: 'leaf',
  wolves: 'wolf',
  movies: 'movie',
  cookies: 'cookie',
  calories: 'calorie',
  caches: 'cache',
  niches: 'niche',
};
const plurals: ReadonlyMap<string, string> = new Map(Object.entries(irregular).map(([many, one]) => [one, many]));

/** Words that are the same for one and for many. */
const uncounted: ReadonlySet<string> = new Set([
  'series',
  'species',
  'news',
  'data',
  'media',
  'metadata',
  'sms',
  'https',
]);

/** The singular of an English word, as far as rules tell; a word that is none stays as it is. */
export function singular(word: string): string {
  const lower = word.toLowerCase();
  const known = irregular[lower];
  if (known !== undefined) return known;
  if (uncounted.has(lower) || lower.length < 3 || !/[^siu]s$/.test(lower)) return word;
  if (/[^aeiou]ies$/.test(lower) && lower.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|zz|ch|sh|status|[bc]us|virus|campus|bonus|alias|lens|canvas|atlas|bias)es$/.test(lower))
    return word.slice(0, -2);
  return word.slice(0, -1);
}

/** The plural of an English word. */
export function plural(word: string): string {
  const lower = word.toLowerCase();
  const known = plurals.get(lower);
  if (known !== undefined) return known;
  if (uncounted.has(lower) || singular(word) !== word) return word;
  if (/[^aeou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(lower) ? `${word}es` : `${word}s`;
}

/** A name of which only the last word changes. */
export const withLast = (words: readonly string[], change: (word: string) => string): readonly string[] =>
  words.map((word, at) => (at === words.length - 1 ? change(word) : word));
