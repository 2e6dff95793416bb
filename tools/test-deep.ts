import { runSteps } from './steps.ts'
import { seed } from './runs.ts'

/** Tests that make their cases up: the more, the rarer what they find. */
const GENERATED = [
  'packages/dynamo/src/memory-dynamodb.test.ts',
  'packages/security/src/permissions.test.ts',
  'packages/security/src/audit-chain.test.ts',
  'packages/cms/src/encode.test.ts',
  'packages/cms/src/entry-life.test.ts',
  'packages/cms/src/list-differential.test.ts',
  'packages/local-cloud/src/removal.test.ts',
  'apps/api/test/explain-access-generated.test.ts',
  'apps/api/test/operations.test.ts',
  'apps/api/test/tenant-matrix.test.ts',
]
const named = process.argv.slice(2)

process.env.TENANTRY_RUNS ??= '50'
process.env.TENANTRY_SEED = String(seed)
console.log(`TENANTRY_RUNS=${process.env.TENANTRY_RUNS} TENANTRY_SEED=${seed}`)
const files = named.length > 0 ? named : GENERATED
const args = ['run', '--project', 'node', '--testTimeout', '3600000', ...files]
runSteps([{ name: 'generated tests', command: 'vitest', args }], { live: true })
