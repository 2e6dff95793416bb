import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startOktaEmulator, type OktaEmulator } from '@tenantry/okta-emulator'
import { inject } from 'vitest'
import { buildsIn, ensureBuilt } from '../src/builds.ts'
import { startCloud } from '../src/cloud.ts'
import { runProgram } from '../src/engine.ts'
import type { Graph } from '../src/graph.ts'
import { close, serve } from '../src/http.ts'
import { ROOT } from '../src/paths.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's DynamoDB Local is. */
    dynamodb: string
  }
}

export const APP_ORIGIN = 'http://localhost:3000'
/** An origin that may call the API, and the claim that names groups: neither is the default. */
export const FRIEND = 'https://friend.example'
export const GROUP_CLAIM = 'groups_of_the_test'

export interface Sent {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
  /** The host that is asked; the distribution unless told. */
  host?: string
}

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  text: string
}

export interface World {
  graph: Graph
  okta: OktaEmulator
  dynamodb: string
  send: (sent: Sent) => Promise<Reply>
  reload: () => void
  log: string[]
  stop(): Promise<void>
}

/** A small admin: its real one takes longer to build than all that is tested here. */
function adminFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-admin-'))
  const files = {
    'index.html': '<!doctype html><title>Admin</title>',
    'assets/app-1.js': `console.log(${JSON.stringify('a long text '.repeat(500))})`,
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** The graph of the real program, with the real API unless another bundle is given. */
export async function recordGraph(okta: OktaEmulator, apiFolder?: string): Promise<Graph> {
  if (!apiFolder) await ensureBuilt(buildsIn(ROOT).api, new AbortController().signal)
  return runProgram({
    program: join(ROOT, 'infra/index.ts'),
    project: 'tenantry',
    stack: `test-${process.pid}`,
    config: {
      'tenantry:oktaIssuer': okta.issuerOf('default'),
      'tenantry:oktaAudience': 'api://tenantry',
      'tenantry:oktaRootClientId': '0oa_root',
      'tenantry:oktaGroupClaim': GROUP_CLAIM,
      'tenantry:corsOrigins': FRIEND,
      'tenantry:defaultTenant': 'root',
      'tenantry:adminFolder': adminFolder(),
      ...(apiFolder && { 'tenantry:apiFolder': apiFolder }),
    },
  })
}

export const openOkta = (): Promise<OktaEmulator> =>
  startOktaEmulator({ port: 0, appOrigin: APP_ORIGIN })

/** A local cloud of a graph, on a free port. */
export async function openWorld(graph: Graph, okta: OktaEmulator): Promise<World> {
  const dynamodb = inject('dynamodb')
  const log: string[] = []
  const cloud = await startCloud(graph, { dynamodb, log: (_, line) => log.push(line) })
  const { server, port } = await serve(cloud.handle)
  return {
    graph,
    okta,
    dynamodb,
    log,
    reload: () => cloud.reload(),
    send: (sent) => send(port, sent),
    async stop() {
      await close(server)
      await cloud.stop()
    },
  }
}

/** Not fetch: it sends no `Host` of its own choosing, follows redirects and unpacks what is packed. */
async function send(port: number, { method = 'GET', path, headers, body, host }: Sent) {
  const outgoing = request({
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { ...headers, ...(host && { host }) },
    agent: false,
  })
  outgoing.end(body)
  const [incoming] = await once(outgoing, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const whole = Buffer.concat(chunks)
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    body: whole,
    text: whole.toString(),
  } satisfies Reply
}

export const inputsOf = (graph: Graph, type: string): Record<string, unknown> => {
  const found = graph.resources.find((it) => it.type === type)
  if (!found) throw new Error(`The graph has no ${type}.`)
  return found.inputs
}
