import { fork } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** One process; it lives through many events and works on one at a time. */
export interface Environment {
  /** @throws when the handler fails, the time is up or the process dies; `alive` then tells. */
  invoke(event: unknown): Promise<unknown>
  alive(): boolean
  stop(): Promise<void>
}

export interface EnvironmentOptions {
  functionName: string
  /** The module that exports the handler, and the export's name. */
  file: string
  handler: string
  folder: string
  timeoutSeconds: number
  memoryMegabytes: number
  /** All of its environment variables: nothing of this process's own is handed on. */
  variables: Readonly<Record<string, string>>
  log: (line: string) => void
}

export interface Invocation {
  id: string
  event: unknown
  context: { functionName: string; memoryLimitInMB: string }
  deadline: number
}
export type Outcome = { id: string; result: unknown } | { id: string; error: string }

export function startEnvironment(options: EnvironmentOptions): Environment {
  const { functionName, timeoutSeconds, memoryMegabytes, log } = options
  const child = fork(
    join(import.meta.dirname, 'lambda-bootstrap.ts'),
    [options.file, options.handler],
    {
      cwd: options.folder,
      env: { ...options.variables },
      execArgv: ['--enable-source-maps', `--max-old-space-size=${memoryMegabytes}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  child.on('error', () => {}) // a message that did not arrive, or no process: `died` tells of both
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', log)
  const exited = once(child, 'exit')
  let running = true
  const died = exited.then(([code]): never => {
    running = false
    throw new Error(`The process of ${functionName} ended with exit code ${code}.`)
  })
  died.catch(() => {})

  const context = { functionName, memoryLimitInMB: String(memoryMegabytes) }
  return {
    async invoke(event) {
      const id = randomUUID()
      const milliseconds = timeoutSeconds * 1000
      const { promise: late, reject } = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        reject(new Error(`Task timed out after ${timeoutSeconds.toFixed(2)} seconds`))
      }, milliseconds)
      const answered = once(child, 'message')
      const invocation: Invocation = { id, event, context, deadline: Date.now() + milliseconds }
      // It may be on its way out: that is this invocation's failure and nobody else's.
      child.send(invocation, (error) => error && reject(error))
      try {
        const [outcome]: Outcome[] = await Promise.race([answered, died, late])
        if (!outcome || 'error' in outcome) throw new Error(outcome?.error)
        return outcome.result
      } finally {
        clearTimeout(timer)
      }
    },
    alive: () => running && !child.killed,
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
