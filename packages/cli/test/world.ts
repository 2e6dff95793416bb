import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { version } from '@pulumi/pulumi/version.js'
import { onTestFinished, vi } from 'vitest'
import { audit } from '../src/audit.ts'
import type { Command } from '../src/command.ts'
import { deploy } from '../src/deploy.ts'
import { destroy } from '../src/destroy.ts'
import { info } from '../src/info.ts'
import { pulumi } from '../src/pulumi.ts'
import { configKeys } from '../src/settings.ts'

interface Wish {
  env?: Record<string, string>
  /** What is typed at the terminal; without it there is none. */
  typed?: string
}

interface Ended {
  code: number
  text: string
}

export interface StoredResource {
  urn: string
  type: string
  fingerprint: string
  protect: boolean
  outputs: Record<string, unknown>
}

/** All that a deploy to dev needs. */
export const complete = {
  AWS_REGION: 'eu-central-1',
  OKTA_ISSUER: 'https://acme.okta.com/oauth2/aus1',
  OKTA_AUDIENCE: 'api://tenantry',
  OKTA_ROOT_CLIENT_ID: '0oa1',
  PULUMI_CONFIG_PASSPHRASE: 'open sesame',
}

const commands = { audit, deploy, destroy, info, pulumi } satisfies Record<string, Command>
type Name = keyof typeof commands

const COMPILE_CACHE = join(import.meta.dirname, '../../../.local/compile-cache')

/** A machine of its own: a home with the stand-in for Pulumi, small builds, a folder for the state. */
export function createWorld() {
  const home = mkdtempSync(join(tmpdir(), 'tenantry-cli-'))
  const state = join(home, 'state')
  const bin = join(home, 'bin')
  const running = new Set<ChildProcess>()

  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), content)
  }
  const program = (path: string, script: string) => {
    write(path, `#!/bin/sh\n${script}\n`)
    chmodSync(join(home, path), 0o755)
  }
  program(
    `.pulumi/versions/${version}/bin/pulumi`,
    `exec "${process.execPath}" "${join(import.meta.dirname, 'pulumi.ts')}" "$@"`,
  )
  program(
    'bin/turbo',
    `trap 'exit 0' INT; echo "$@" >> "${home}/builds"
     while test -f "${home}/slow"; do sleep 0.1; done; test ! -f "${home}/broken"`,
  )
  program('bin/node', 'echo v18.20.8') // an old one that is found first
  for (const path of [
    'api/graphql/index.mjs',
    'api/headless-cms/index.mjs',
    'api/stream/index.mjs',
    'api/indexing/index.mjs',
    'admin/index.html',
    'admin/assets/app-1.js',
  ])
    write(path, path)
  const folders = {
    'tenantry:apiFolder': join(home, 'api'),
    'tenantry:adminFolder': join(home, 'admin'),
  }
  write('folders.json', JSON.stringify(folders))

  const environment = (env: Record<string, string> = {}) => ({
    ...Object.fromEntries(Object.keys(configKeys).map((name) => [name, ''])), // hides .env.<name>
    PATH: [bin, process.env['PATH']].join(delimiter),
    HOME: home,
    SHELL: '/bin/sh',
    TERM: 'xterm',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...complete,
    PULUMI_BACKEND_URL: `file://${state}`,
    ...env,
  })

  /** As a process of its own. */
  function start(command: Name, args: readonly string[], { env, typed }: Wish = {}) {
    const words = [process.execPath, join(import.meta.dirname, '../src/main.ts'), command, ...args]
    const [file = '', ...rest] =
      typed === undefined
        ? words
        : ['script', '-qec', words.map((it) => `'${it}'`).join(' '), '/dev/null']
    const child = spawn(file, rest, { env: environment(env), cwd: home, detached: true })
    running.add(child)
    const said = { text: '' }
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said.text += String(chunk).replaceAll('\r', '')))
    if (typed !== undefined) child.stdin.write(`${typed}\n`)
    const ended = once(child, 'close').then(([code]): Ended => {
      running.delete(child)
      return { code: Number(code), text: said.text }
    })
    return {
      /** Sends it to all that were started together, as a terminal does. */
      kill: (signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal),
      type: (keys: string) => child.stdin.write(keys),
      ended,
    }
  }

  /** In this process, with the same world around it and nobody at a terminal. */
  async function run(command: Name, args: readonly string[], env?: Wish['env']): Promise<Ended> {
    for (const [name, value] of Object.entries(environment(env))) vi.stubEnv(name, value)
    const said = { text: '' }
    const output = { write: (text: string) => void (said.text += text) }
    const interruption = new AbortController().signal
    const context = { terminal: false, interruption, stdout: output, stderr: output }
    const code = await commands[command](args, context)
    vi.unstubAllEnvs()
    return { code, text: said.text }
  }

  const lines = (path: string) =>
    existsSync(join(home, path)) ? readFileSync(join(home, path), 'utf8').trim().split('\n') : []

  const fileOf = (name: string, folder: string) =>
    join(home, folder, `.pulumi/stacks/tenantry/${name}.json`)

  return {
    home,
    state,
    write,
    start,
    run,
    remove: (path: string) => rmSync(join(home, path), { recursive: true, force: true }),
    exists: (path: string) => existsSync(join(home, path)),
    /** What Turbo was asked to build, one line for each time. */
    builds: () => lines('builds'),
    /** What Pulumi was asked, without the questions about its version. */
    calls: () =>
      lines('calls.jsonl').map(
        (line): { words?: string[]; flags?: Record<string, unknown>; signal?: string } =>
          JSON.parse(line),
      ),
    resources: (name: string, folder = 'state'): StoredResource[] =>
      JSON.parse(readFileSync(fileOf(name, folder), 'utf8')).resources,
    /** What AWS and a refresh leave behind once the deletion protection was taken off. */
    refresh(name: string, folder: string) {
      const text = readFileSync(fileOf(name, folder), 'utf8')
      const key = '"deletionProtectionEnabled":'
      writeFileSync(fileOf(name, folder), text.replaceAll(`${key}true`, `${key}false`))
    },
    end() {
      for (const { pid = 0 } of running) process.kill(-pid, 'SIGKILL')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A world for one test. */
export function world() {
  const created = createWorld()
  onTestFinished(() => created.end())
  return created
}
