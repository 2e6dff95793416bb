import { enableCompileCache } from 'node:module'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { COMPILE_CACHE, LOCAL, ROOT } from './paths.ts'
import { readVariables, settingsOf } from './settings.ts'
import { StartError } from './start-error.ts'
import type { System } from './system.ts'

const { values } = parseArgs({ options: { built: { type: 'boolean', default: false } } })
const interruption = new AbortController()
let system: System | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    interruption.abort()
    void system?.stop()
  })

try {
  await main()
} catch (error) {
  if (!interruption.signal.aborted) {
    console.error(error instanceof StartError ? error.message : error)
    process.exitCode = 1
  }
}

async function main(): Promise<void> {
  enableCompileCache(COMPILE_CACHE)
  const variables = readVariables(ROOT)
  const { ports, setupSeconds } = settingsOf(variables)
  // Only now: loading it takes longer than telling that a setting is wrong.
  const { startSystem } = await import('./system.ts')
  const { signal } = interruption
  system = await startSystem({ ...values, ports, env: variables, dataPath: LOCAL, signal })
  await tell(system, setupSeconds)
}

async function tell({ url, okta, dynamodb, times }: System, setupSeconds = 0): Promise<void> {
  const { describeSeed } = await import('@tenantry/okta-emulator')
  const total = setupSeconds + process.uptime()
  const phases = [...(setupSeconds > 0 ? [['set-up', setupSeconds] as const] : []), ...times]
  const rows = [
    ['Admin and API', url],
    ['Okta', okta ? `${okta.origin}  (the stand-in)` : 'your org, as .env says'],
    ['DynamoDB', `${dynamodb}  (data in ${relative(ROOT, join(LOCAL, 'dynamodb'))})`],
    [
      'Ready after',
      `${total.toFixed(1)} s  (${phases.map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`).join(', ')})`,
    ],
  ]
  const first = okta
    ? `Open ${url} and sign in as root@example.com.`
    : `Open ${url} and sign in with your Okta org.`
  console.log(
    [
      '',
      ...rows.map(([name, value]) => `${name?.padEnd(15)}${value}`),
      '',
      ...(okta ? describeSeed(okta.origin) : []),
      '',
      first,
      'Ctrl-C stops everything; the data stays.',
      '',
    ].join('\n'),
  )
}
