// yarn bench <name>: side-by-side measurements, run by hand. They print; nothing is asserted.
const benches: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  'claim-rules': () => import('./claim-rules.ts'),
  cold: () => import('./cold.ts'),
  list: () => import('./list.ts'),
  schema: () => import('./schema.ts'),
  tenants: () => import('./tenants.ts'),
  verify: () => import('./verify.ts'),
}

const load = benches[process.argv[2] ?? '']
if (!load) throw new Error(`yarn bench ${Object.keys(benches).join(' | ')}`)
const { run } = await load()
await run()
