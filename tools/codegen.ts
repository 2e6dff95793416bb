import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

// The admin's types come from the API's schema, printed; both files are kept in the repository.
const COMMANDS = [
  ['node', 'apps/api/src/print-schema.ts'],
  ['yarn', 'workspace', '@tenantry/admin', 'codegen'],
]
const FILES = ['apps/admin/schema.graphql', 'apps/admin/src/graphql-env.d.ts']

const before = FILES.map((file) => readFileSync(file, 'utf8'))
for (const [command = '', ...args] of COMMANDS) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}
const stale = FILES.filter((file, n) => readFileSync(file, 'utf8') !== before[n])
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Not current: ${stale.join(', ')}. They are now: commit them.`)
  process.exit(1)
}
