/** How many random pairs every server gets: 200 in a plain run, more with `ATHANOR_RUNS=5000 npm test -- test/random`. */
export const pairsPerServer = Number(process.env.ATHANOR_RUNS ?? 200);
