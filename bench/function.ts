// A process that is one function's: it loads a bundle, answers the events that it is sent, and says
// what the process has taken by then.
import { pathToFileURL } from 'node:url'

const [file = ''] = process.argv.slice(2)
const MB = 2 ** 20

const { handler } = await import(pathToFileURL(file).href)

process.on('message', (event: object) => void answer(event))
process.on('disconnect', () => process.exit())

async function answer(event: object): Promise<void> {
  const { statusCode, body } = await handler(event, {})
  const { user, system } = process.cpuUsage()
  process.send?.({
    statusCode,
    body,
    cpuMs: (user + system) / 1000,
    wallMs: performance.now(),
    rssMb: process.memoryUsage.rss() / MB,
    keptMb: 'collect' in event ? keptMb() : 0,
  })
}

/** What is left of the heap when all that nobody needs is gone. */
function keptMb(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / MB
}
