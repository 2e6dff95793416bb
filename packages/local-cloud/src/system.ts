import { once } from 'node:events'
import { copyFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { startOktaEmulator } from '@tenantry/okta-emulator'
import type { OktaEmulator } from '@tenantry/okta-emulator'
import { buildsIn, ensureBuilt, rebuildOnChange } from './builds.ts'
import { startCloud } from './cloud.ts'
import type { Cloud } from './cloud.ts'
import { readable } from './console.ts'
import { startDynamoDbLocal } from './dynamodb-local.ts'
import { runProgram } from './engine.ts'
import type { Graph } from './graph.ts'
import { close, listener } from './http.ts'
import type { Handler } from './http.ts'
import { createParts } from './parts.ts'
import type { Parts } from './parts.ts'
import { LOCAL, ROOT } from './paths.ts'
import { assertFree } from './ports.ts'
import { settingsOf } from './settings.ts'
import type { Ports, Settings, Variables } from './settings.ts'
import { isVitesOwn, startVite } from './vite.ts'

export interface SystemOptions {
  /** The built admin under the enforced policy, in place of Vite. */
  built?: boolean
  ports: Ports
  /** Where the data and the stand-in's keys are kept; without it both die with the system. */
  dataPath?: string
  /** Settings by the names of `.env`; the ports come from `ports`. */
  env?: Variables
  signal?: AbortSignal
}

export interface System {
  url: string
  /** The Okta stand-in, unless an issuer of another org is set. */
  okta: OktaEmulator | undefined
  dynamodb: string
  settings: Settings
  /** Seconds by part; the parts start side by side. */
  times: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/** Starts all of it on loopback: what `npm start` runs, and what end-to-end tests run against. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const parts = createParts()
  try {
    return await start(options, parts)
  } catch (error) {
    await parts.stop()
    throw error
  }
}

async function start(options: SystemOptions, parts: Parts): Promise<System> {
  const { built = false, ports, dataPath } = options
  const settings = settingsOf({ ...options.env, ...portVariables(ports) })
  options.signal?.addEventListener('abort', () => void parts.stop())
  await assertFree({ ...ports, okta: settings.standIn ? ports.okta : undefined })

  const server = createServer()
  const url = `http://localhost:${ports.app}`
  const [dynamodb, okta, graph, vite] = await Promise.all([
    parts.start(
      'database',
      () =>
        startDynamoDbLocal({ port: ports.dynamodb, path: dataPath && join(dataPath, 'dynamodb') }),
      (it) => it.stop(),
    ),
    settings.standIn ? startOkta(options, parts) : undefined,
    prepareGraph(settings, { built, parts }),
    built
      ? undefined
      : parts.start(
          'vite',
          () => startVite(join(ROOT, 'apps/admin'), server),
          (it) => it.stop(),
        ),
  ])
  const cloud = await parts.start(
    'cloud',
    () =>
      startCloud(graph, {
        dynamodb: dynamodb.endpoint,
        development: vite?.handle,
        log: (name, line) => console.log(readable(name, line)),
      }),
    (it) => it.stop(),
  )
  if (vite) watchApi(cloud, parts)
  const front: Handler = (request) =>
    vite && isVitesOwn(request.path) ? vite.handle(request) : cloud.handle(request)
  await parts.start('server', () => listen(server.on('request', listener(front)), ports.app), close)
  return {
    url,
    okta,
    dynamodb: dynamodb.endpoint,
    settings,
    times: parts.times,
    stop: () => parts.stop(),
  }
}

function startOkta({ ports, dataPath }: SystemOptions, parts: Parts): Promise<OktaEmulator> {
  const keysPath = dataPath && join(dataPath, 'okta-emulator/keys.json')
  const appOrigin = `http://localhost:${ports.app}`
  return parts.start(
    'okta',
    () => startOktaEmulator({ port: ports.okta, appOrigin, keysPath }),
    (it) => it.stop(),
  )
}

/** The graph of the infrastructure program, and the bundles that it refers to. */
async function prepareGraph(
  { config }: Settings,
  { built, parts }: { built: boolean; parts: Parts },
): Promise<Graph> {
  const { signal } = parts
  const { api, admin } = buildsIn(ROOT)
  const bundle = parts.start('api bundle', () => ensureBuilt(api, signal))
  if (built) await parts.start('admin bundle', () => ensureBuilt(admin, signal))
  const program = {
    program: join(ROOT, 'infra/index.ts'),
    project: 'tenantry',
    stack: 'local',
    config: built ? config : { ...config, 'tenantry:adminFolder': sourcePage() },
    signal,
  }
  const [graph] = await Promise.all([
    parts.start('infrastructure', () => runProgram(program)),
    bundle,
  ])
  return graph
}

/** A folder with only the page that Vite will serve: in development nothing is built. */
function sourcePage(): string {
  const folder = join(LOCAL, 'admin')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(ROOT, 'apps/admin/index.html'), join(folder, 'index.html'))
  return folder
}

function watchApi(cloud: Cloud, parts: Parts): void {
  const reload = () => {
    cloud.reload()
    console.log('The API was built anew.')
  }
  const watch = async () => rebuildOnChange(buildsIn(ROOT).api, reload)
  void parts.start('watcher', watch, async (it) => it.close())
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const portVariables = ({ app, okta, dynamodb }: Ports): Variables => ({
  TENANTRY_PORT: String(app),
  OKTA_EMULATOR_PORT: String(okta),
  DYNAMODB_PORT: String(dynamodb),
})
