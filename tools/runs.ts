/** What generated tests begin with, so that a failure can be had again: `TENANTRY_SEED=… yarn test`. */
export const seed = Number(process.env.TENANTRY_SEED ?? Date.now() % 1_000_000)

/** How often a generated test runs: as often as told in `npm test`, and many times that in `yarn test:deep`. */
export const runs = (count: number): number => count * Number(process.env.TENANTRY_RUNS ?? 1)

/** The same, as fast-check takes it. */
export const generated = (count: number) => ({ numRuns: runs(count), seed })
