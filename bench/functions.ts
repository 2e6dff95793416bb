import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { environmentOf } from './content.ts'

const SECRET = environmentOf('').ORIGIN_SECRET
/** What `infra` declares; the local cloud bounds its processes by it, too. */
const MEMORY_MB = 1024
const root = join(import.meta.dirname, '..')

/** The bundle that is deployed; `yarn build` makes it. */
export const bundleOf = (name: string): string => join(root, 'apps/api/dist', name, 'index.mjs')

/** What a process says with each answer. */
export interface Answered {
  statusCode: number
  body: string
  cpuMs: number
  wallMs: number
  rssMb: number
  /** Of the heap, after a collection; 0 where nobody asked for one. */
  keptMb: number
}

/** A process of its own that loads a function, with nothing but the environment that is declared. */
export function startFunction(
  file: string,
  { endpoint, TableName }: { endpoint: string; TableName: string },
): ChildProcess {
  const aws = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
  const env = {
    ...environmentOf(TableName),
    ...aws,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    DEFAULT_TENANT: '',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  }
  const execArgv = ['--expose-gc', `--max-old-space-size=${MEMORY_MB}`]
  return fork(join(import.meta.dirname, 'function.ts'), [file], { env, execArgv })
}

export async function send(to: ChildProcess, event: object): Promise<Answered> {
  to.send(event)
  const [answered] = await once(to, 'message')
  return answered
}

interface Asked {
  path: string
  tenantId: string
  token: string
  query: string
}

/** As API Gateway calls a function (payload 2.0). */
export const eventOf = ({ path, tenantId, token, query }: Asked) => ({
  rawPath: path,
  rawQueryString: '',
  headers: {
    'content-type': 'application/json',
    'x-origin-secret': SECRET,
    'x-tenant': tenantId,
    authorization: token,
  },
  requestContext: {
    requestId: 'bench',
    domainName: 'localhost',
    http: { method: 'POST', sourceIp: '127.0.0.1' },
  },
  body: JSON.stringify({ query }),
  isBase64Encoded: false,
})
