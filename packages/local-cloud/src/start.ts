import { enableCompileCache } from 'node:module'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { COMPILE_CACHE, LOCAL, ROOT } from './paths.ts'
import { readVariables, settingsOf } from './settings.ts'
import { StartError } from './start-error.ts'
import type { System } from './system.ts'

const { values } = parseArgs({
  options: {
    /** The built admin in place of Vite, with the Content-Security-Policy enforced. */
    built: { type: 'boolean', default: false },
    /** Where the data is kept. */
    data: { type: 'string', default: LOCAL },
  },
})
const interruption = new AbortController()
const starting = start()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)

try {
  await tell(await starting)
} catch (error) {
  if (!interruption.signal.aborted) {
    console.error(error instanceof StartError ? error.message : error)
    process.exit(1)
  }
}

async function start(): Promise<System> {
  enableCompileCache(COMPILE_CACHE)
  const env = readVariables(ROOT)
  const { ports } = settingsOf(env)
  // Only now: loading it takes longer than telling that a setting is wrong.
  const { startSystem } = await import('./system.ts')
  const { signal } = interruption
  return startSystem({ built: values.built, ports, env, dataPath: values.data, signal })
}

/** Ends only when everything that was started has, also in the middle of the start. */
function interrupt(): void {
  if (interruption.signal.aborted) return
  interruption.abort()
  void starting
    .then((system) => system.stop())
    .catch(() => {})
    .then(() => process.exit())
}

async function tell({ url, okta, dynamodb, times, settings }: System): Promise<void> {
  const { describeSeed } = await import('@tenantry/okta-emulator')
  const { setupSeconds = 0 } = settings
  const phases = [['set-up', setupSeconds] as const, ...times]
    .filter(([, seconds]) => seconds >= 0.05)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`)
  const data = relative(ROOT, join(values.data, 'dynamodb'))
  const rows = [
    ['Admin and API', url],
    ['Okta', okta ? `${okta.origin} (the stand-in)` : settings.config['tenantry:oktaIssuer']],
    ['DynamoDB', `${dynamodb} (data in ${data})`],
    ['Ready after', `${(setupSeconds + process.uptime()).toFixed(1)} s: ${phases.join(', ')}`],
  ]
  const lines = [
    '',
    ...rows.map(([name = '', value = '']) => `${name.padEnd(16)}${value}`),
    '',
    ...(okta ? [...describeSeed(okta.origin), ''] : []),
    `Open ${url} and sign in${okta ? ' as root@example.com' : ''}. Ctrl-C stops everything.`,
    '',
  ]
  console.log(lines.join('\n'))
}
