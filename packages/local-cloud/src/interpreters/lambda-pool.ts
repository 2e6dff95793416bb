import { startEnvironment } from './lambda-environment.ts'
import type { Environment, EnvironmentOptions } from './lambda-environment.ts'

const ENVIRONMENTS = 3 // more would only get into each other's way on one machine

/** Environments of one function: as many as are needed at once, up to the limit; then a queue. */
export function poolOf(options: EnvironmentOptions) {
  const live = new Set<Environment>()
  const stale = new WeakSet<Environment>()
  const idle: Environment[] = []
  const queue: (() => void)[] = []

  async function take(): Promise<Environment> {
    while (idle.length === 0 && live.size >= ENVIRONMENTS)
      await new Promise<void>((turn) => queue.push(turn))
    const waiting = idle.pop()
    if (waiting && !waiting.alive()) {
      live.delete(waiting) // it died in the meantime
      return take()
    }
    const ready = waiting ?? startEnvironment(options)
    live.add(ready)
    return ready
  }

  async function giveBack(environment: Environment): Promise<void> {
    if (environment.alive() && !stale.has(environment)) idle.push(environment)
    else live.delete(environment)
    queue.shift()?.()
    if (!live.has(environment)) await environment.stop()
  }

  return {
    async invoke(event: unknown): Promise<unknown> {
      const environment = await take()
      try {
        return await environment.invoke(event)
      } catch (error) {
        options.log(error instanceof Error ? error.message : String(error))
        throw error
      } finally {
        await giveBack(environment)
      }
    },
    reload() {
      for (const environment of live) stale.add(environment)
      for (const environment of idle.splice(0)) void giveBack(environment)
    },
    async stop() {
      await Promise.all([...live].map((it) => it.stop()))
    },
  }
}
