import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answerer } from './answer.ts'

export interface Listener {
  port: number
  /** Hands the requests to `answer` from now on. */
  serve(answer: Answerer): void
  stop(): Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024

/**
 * Opens the sockets. `localhost` is both 127.0.0.1 and, where the machine has it, ::1: whichever a
 * client tries first is ours. Rejects with Node's own error if the port is taken.
 */
export async function listen(host: string, port: number): Promise<Listener> {
  const handler: { answer?: Answerer } = {}
  const open = (address: string, at: number) => openSocket(address, at, handler)

  const first = await open(host === 'localhost' ? '127.0.0.1' : host.replace(/[[\]]/g, ''), port)
  const bound = portOf(first)
  try {
    const second = host === 'localhost' ? await openIfAvailable(() => open('::1', bound)) : []
    return {
      port: bound,
      serve: (answer) => void (handler.answer = answer),
      stop: async () => void (await Promise.all([first, ...second].map(close))),
    }
  } catch (error) {
    await close(first)
    throw error
  }
}

async function openSocket(address: string, port: number, handler: { answer?: Answerer }) {
  const server = createServer((incoming, outgoing) => {
    if (handler.answer) void serve(handler.answer, incoming, outgoing)
    else outgoing.writeHead(503).end()
  })
  server.listen(port, address)
  await once(server, 'listening')
  return server
}

async function openIfAvailable(open: () => Promise<Server>): Promise<Server[]> {
  try {
    return [await open()]
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return []
    throw error
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

async function serve(
  answer: Answerer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const body = await bodyOf(incoming)
    const request = body && requestOf(incoming, body)
    if (!request) return void outgoing.writeHead(body ? 400 : 413).end()
    await send(await answer(request), outgoing)
  } catch {
    // The client went away in the middle: there is nobody left to tell.
    outgoing.destroy()
  }
}

/** The body, unless it is longer than anything that belongs here; then it is read, but not kept. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined
}

/** The request as Fetch has it, unless its address, method or headers are not valid there. */
function requestOf(incoming: IncomingMessage, body: Buffer): Request | undefined {
  const { method = 'GET', url = '/', headers, rawHeaders } = incoming
  // An address of another form names another host than the header does.
  if (!url.startsWith('/')) return undefined
  try {
    const pairs = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] satisfies [string, string]] : [],
    )
    return new Request(new URL(`http://${headers.host ?? 'localhost'}${url}`), {
      method,
      headers: pairs,
      ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
    })
  } catch {
    return undefined
  }
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const { 'set-cookie': _, ...headers } = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  outgoing.writeHead(response.status, {
    ...headers,
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
  })
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
