// Stands in for the `pulumi` command: the calls that this package and the Automation API make, no
// others, answered as Pulumi answers them. `up` and `preview` run the real program on the stand-in
// engine; the state is JSON in the folder of PULUMI_BACKEND_URL, a bucket being a folder in HOME.
// In HOME, too: calls.jsonl with what it was asked, and what a test puts there to be met.
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Graph, Resource } from '@tenantry/local-cloud'

interface Stored extends Pick<
  Resource,
  'urn' | 'type' | 'custom' | 'parent' | 'protect' | 'retainOnDelete' | 'outputs'
> {
  dependencies: string[]
  /** Of its inputs and the content of its files: the same if nothing is to be done. */
  fingerprint: string
}

interface State {
  secretsProvider: string
  resources: Stored[]
  history: object[]
}

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const
// What is not here Pulumi does not know, or this package has no reason to ask of it.
const { values: flags, positionals: words } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    stack: text,
    'secrets-provider': text,
    plaintext: texts,
    target: texts,
    'target-dependents': flag,
    yes: flag,
    'skip-preview': flag,
    'non-interactive': flag,
    remove: flag,
    json: flag,
    'show-secrets': flag,
    'page-size': text,
    page: text,
  },
})

const variable = (name: string) => process.env[name] ?? ''
const backend = variable('PULUMI_BACKEND_URL')
const folder = backend.startsWith('s3://')
  ? join(homedir(), 's3', backend.slice('s3://'.length))
  : fileURLToPath(backend)
const named = ['init', 'rm'].includes(words[1] ?? '') ? words[2] : variable('PULUMI_STACK')
const stack = flags.stack ?? named ?? ''
const stateFile = join(folder, '.pulumi/stacks/tenantry', `${stack}.json`)
const locks = join(folder, '.pulumi/locks/organization/tenantry', stack)
// In the place of Pulumi.<stack>.yaml, which would lie in infra.
const configFile = join(homedir(), `Pulumi.${stack}.json`)
const log = (entry: object) =>
  appendFileSync(join(homedir(), 'calls.jsonl'), `${JSON.stringify(entry)}\n`)

const interruption = new AbortController()
process.on('SIGINT', () => {
  log({ signal: 'SIGINT' })
  // The second one drops everything, the lock included.
  if (interruption.signal.aborted) process.exit(1)
  console.log('^C received; cancelling.')
  interruption.abort()
})

class PulumiError extends Error {
  readonly code: number
  constructor(message: string, code = 1) {
    super(message)
    this.code = code
  }
}

const commands: Record<string, () => void | Promise<void>> = {
  version: () => console.log('v3.270.0'),
  'stack select': () => void load(),
  'stack init': init,
  'stack rm': remove,
  'stack history': () => print(load().history.slice(0, Number(flags['page-size']))),
  'stack export': () => {
    const { secretsProvider, resources } = load()
    assertSecrets(secretsProvider)
    print({ version: 3, deployment: { resources } })
  },
  'config set-all': () =>
    saveConfig({
      ...config(),
      ...Object.fromEntries(
        (flags.plaintext ?? []).map((it) => /^(.*?)=(.*)$/s.exec(it)?.slice(1) ?? []),
      ),
    }),
  'config rm-all': () =>
    saveConfig(
      Object.fromEntries(Object.entries(config()).filter(([key]) => !words.includes(key))),
    ),
  preview: () => update({ dryRun: true }),
  up: () => update({ dryRun: false }),
  destroy,
  cancel: () => rmSync(locks, { recursive: true }),
  'state unprotect': () => {
    const state = load()
    const resources = state.resources.map((it) =>
      words.includes(it.urn) ? { ...it, protect: false } : it,
    )
    save({ ...state, resources })
  },
}

try {
  const command = commands[words.slice(0, 2).join(' ')] ?? commands[words[0] ?? '']
  if (!command) throw new PulumiError(`unknown command "${words.join(' ')}" for "pulumi"`, 2)
  if (words[0] !== 'version') {
    log({ words, flags })
    if (!existsSync(folder)) throw new PulumiError(`unable to open bucket ${backend}: no such file`)
  }
  await command()
} catch (error) {
  if (!(error instanceof PulumiError)) throw error
  if (error.message) console.error(`error: ${error.message}`)
  process.exitCode = error.code
}

function init(): void {
  const secretsProvider = flags['secrets-provider'] ?? 'default'
  assertSecrets(secretsProvider)
  assertUnlocked()
  save({ secretsProvider, resources: [], history: [] })
}

function remove(): void {
  if (load().resources.length > 0) throw new PulumiError(`'${stack}' still has resources`)
  rmSync(stateFile)
  rmSync(configFile, { force: true })
}

async function update({ dryRun }: { dryRun: boolean }): Promise<void> {
  const state = load()
  // What Pulumi.<stack>.yaml would say is not known here.
  const known = variable('PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER') === 'true'
  assertSecrets(known ? state.secretsProvider : 'passphrase')
  if (!dryRun) await confirm()
  console.log(`${dryRun ? 'Previewing update' : 'Updating'} (${stack}):`)
  await locked(dryRun, async () => {
    await recorded(state, 'update', dryRun, async () => {
      const graph = await run(dryRun)
      const resources = updated(state.resources, graph).map((it) =>
        it.type === 'pulumi:pulumi:Stack' ? { ...it, outputs: graph.outputs } : it,
      )
      console.log(`Resources:\n${differences(state.resources, resources)}`)
      return { ...state, resources }
    })
  })
}

async function destroy(): Promise<void> {
  const state = load()
  assertSecrets(state.secretsProvider)
  await confirm()
  await locked(false, async () => {
    await recorded(state, 'destroy', false, async () => {
      for (const { urn, protect, outputs } of state.resources) {
        if (protect)
          throw new PulumiError(`resource "${urn}" cannot be deleted\nbecause it is protected.`)
        if (outputs['deletionProtectionEnabled'] === true)
          throw new PulumiError(`deleting ${urn}: deletion protection is enabled`)
      }
      console.log(`Resources:\n    - ${state.resources.length} deleted`)
      return { ...state, resources: [] }
    })
  })
  if (flags.remove) remove()
}

async function confirm(): Promise<void> {
  if (flags.yes) return
  if (!process.stdin.isTTY) throw new PulumiError('--yes must be passed in', 2)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Do you want to perform this update? ')
  terminal.close()
  if (answer === 'yes') return
  console.log('confirmation declined, not proceeding with the update')
  throw new PulumiError('')
}

/** A file "hold" keeps the update waiting, as a slow cloud would. */
async function locked(dryRun: boolean, work: () => Promise<void>): Promise<void> {
  if (dryRun) return work()
  assertUnlocked()
  mkdirSync(locks, { recursive: true })
  const lock = join(locks, `${process.pid}.json`)
  writeFileSync(lock, '{}')
  try {
    while (existsSync(join(homedir(), 'hold')) && !interruption.signal.aborted) await sleep(20)
    await work()
  } finally {
    rmSync(lock)
  }
}

function assertUnlocked(): void {
  const others = existsSync(locks) ? readdirSync(locks).length : 0
  if (others > 0)
    throw new PulumiError(
      `the stack is currently locked by ${others} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    )
}

async function recorded(
  state: State,
  kind: string,
  dryRun: boolean,
  work: () => Promise<State>,
): Promise<void> {
  const startTime = new Date().toISOString()
  const entry = (result: string) => ({
    kind,
    result,
    startTime,
    endTime: new Date().toISOString(),
    config: Object.fromEntries(
      Object.entries(config()).map(([key, value]) => [key, { value, secret: false }]),
    ),
  })
  const keep = (next: State, result: string) =>
    dryRun || save({ ...next, history: [entry(result), ...state.history] })
  try {
    if (interruption.signal.aborted) throw new PulumiError(`${kind} cancelled`, 8)
    keep(await work(), 'succeeded')
  } catch (error) {
    keep(state, 'failed')
    throw error
  }
}

async function run(dryRun: boolean): Promise<Graph> {
  // Pulumi takes the first node on PATH, and that one has to strip types.
  const node = execFileSync('node', ['--version'], { encoding: 'utf8' }).trim()
  if (node !== process.version) throw new PulumiError(`node on PATH is ${node}`)
  const project = readFileSync('Pulumi.yaml', 'utf8')
  if (!project.includes('typescript: false')) throw new PulumiError('Pulumi would load ts-node')
  const [, name = ''] = /^name: (.+)$/m.exec(project) ?? []
  const [, program = ''] = /^main: (.+)$/m.exec(project) ?? []
  const { runProgram } = await import('@tenantry/local-cloud') // not for each small question
  const folders: Record<string, string> = JSON.parse(
    readFileSync(join(homedir(), 'folders.json'), 'utf8'),
  )
  try {
    return await runProgram({
      program,
      project: name,
      stack,
      dryRun,
      config: { ...folders, ...config() },
    })
  } catch (error) {
    console.log(
      `Diagnostics:\n  pulumi:pulumi:Stack (${name}-${stack}):\n    error: ${String(error)}`,
    )
    throw new PulumiError('')
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The state after the update: of what is not targeted it keeps what was there. */
function updated(before: readonly Stored[], { resources }: Graph): Stored[] {
  const targeted = new Set<string>()
  const patterns = (flags.target ?? []).map(
    (glob) =>
      new RegExp(
        `^${glob
          .split('**')
          .map((part) => part.split('*').map(escaped).join('[^:]*'))
          .join('.*')}$`,
      ),
  )
  const registered = resources.map((it) => stored(it, resources))
  for (const { urn, dependencies, parent } of registered) {
    const follows =
      flags['target-dependents'] && [...dependencies, parent].some((it) => targeted.has(it))
    if (patterns.length === 0 || patterns.some((it) => it.test(urn)) || follows) targeted.add(urn)
  }
  const isKept = ({ urn }: Stored) => patterns.length > 0 && !patterns.some((it) => it.test(urn))
  const names = new Set(registered.map(({ urn }) => urn))
  return [
    ...registered.flatMap((it) => {
      if (targeted.has(it.urn)) return [it]
      const old = before.find(({ urn }) => urn === it.urn)
      return old ? [old] : []
    }),
    ...before.filter((it) => !names.has(it.urn) && isKept(it)),
  ]
}

function stored(resource: Resource, all: readonly Resource[]): Stored {
  const { urn, type, custom, parent, protect, retainOnDelete, outputs, inputs } = resource
  const dependencies = [
    ...resource.dependsOn,
    ...Object.values(resource.propertyDependencies).flat(),
  ]
  // Each run of the program makes up its passwords anew; the real engine remembers them.
  const passwords = all.flatMap((it) => it.outputs['result'] ?? []).map(String)
  const fingerprint = passwords.reduce(
    (json, password, at) => json.replaceAll(password, `password ${at}`),
    JSON.stringify(inputs, (_, value: unknown) => withContent(value)),
  )
  return { urn, type, custom, parent, protect, retainOnDelete, outputs, dependencies, fingerprint }
}

/** An asset or archive is its content, not its path. */
function withContent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('path' in value)) return value
  const path = String(value.path)
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((it) => join(path, it))
    : [path]
  const hash = createHash('sha256')
  for (const file of files) if (statSync(file).isFile()) hash.update(readFileSync(file))
  return hash.digest('hex')
}

function differences(before: readonly Stored[], after: readonly Stored[]): string {
  const old = new Map(before.map(({ urn, fingerprint }) => [urn, fingerprint]))
  const kept = after.filter(({ urn }) => old.has(urn))
  const same = kept.filter(({ urn, fingerprint }) => old.get(urn) === fingerprint)
  return [
    `    + ${after.length - kept.length} created`,
    `    ~ ${kept.length - same.length} updated`,
    `    - ${before.length - kept.length} deleted`,
    `    ${same.length} unchanged`,
  ]
    .filter((line) => !/ 0 /.test(line))
    .join('\n')
}

function assertSecrets(provider: string): void {
  const given = variable('PULUMI_CONFIG_PASSPHRASE') || variable('PULUMI_CONFIG_PASSPHRASE_FILE')
  if (provider === 'passphrase' && !given)
    throw new PulumiError(
      'passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables',
    )
}

function load(): State {
  if (!existsSync(stateFile)) throw new PulumiError(`no stack named '${stack}' found`, 6)
  return JSON.parse(readFileSync(stateFile, 'utf8'))
}

function save(state: State): void {
  mkdirSync(dirname(stateFile), { recursive: true })
  writeFileSync(stateFile, JSON.stringify(state))
}

function config(): Record<string, string> {
  return existsSync(configFile) ? JSON.parse(readFileSync(configFile, 'utf8')) : {}
}

function saveConfig(values: Record<string, string>): void {
  writeFileSync(configFile, JSON.stringify(values))
}

function print(value: unknown): void {
  console.log(JSON.stringify(value))
}
