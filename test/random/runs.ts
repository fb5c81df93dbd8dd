/** How many random pairs every server gets: 200 in a plain run, more with `ATHANOR_RUNS=5000 npm test -- test/random`. */
export const pairsPerServer = Number(process.env.ATHANOR_RUNS ?? 200);

/**
 * Where the random numbers start. The same in every plain run, so that a commit is judged by what it changes; a search for
 * new failures is `ATHANOR_SEED=$RANDOM`, and a failure prints the seed that finds it again.
 */
export const seed = Number(process.env.ATHANOR_SEED ?? 20_261_122);
