import {
  ForksPoolWorker,
  type PoolOptions,
  type PoolRunnerInitializer,
  type PoolWorker,
  type WorkerRequest,
  type WorkerResponse,
} from 'vitest/node'

type Listener = Parameters<PoolWorker['on']>[1]
type Start = Extract<WorkerRequest, { type: 'start' }>
type Run = Extract<WorkerRequest, { type: 'run' }>

/** Modules that were evaluated anew stay in memory as long as a server of theirs listens. */
const MAX_MEMORY = 1.5 * 2 ** 30

/**
 * A pool of one process that outlives the run of a mutant: to start it, and to load the AWS SDK,
 * takes several times what the tests of a mutant do.
 */
export function lastingPool(): PoolRunnerInitializer & { close(): Promise<void> } {
  let worker: LastingWorker | undefined
  return {
    name: 'lasting',
    createPoolWorker(options) {
      if (!worker?.isAlive) worker = new LastingWorker(options)
      return worker
    },
    async close() {
      await worker?.end()
    },
  }
}

/** Stands between Vitest, which wants to start and stop a process for each run, and the one that lasts. */
class LastingWorker implements PoolWorker {
  readonly name = 'lasting'
  readonly cacheFs = true
  readonly reportMemory = true
  isAlive = true
  readonly #process: ForksPoolWorker
  readonly #listeners: { event: string; callback: Listener }[] = []
  #hasStarted = false
  #config: Start['context']['config'] | undefined
  #runs = 0

  constructor(options: PoolOptions) {
    this.#process = new ForksPoolWorker(options)
  }

  on(event: string, callback: Listener): void {
    this.#listeners.push({ event, callback })
    this.#process.on(event, callback)
  }

  off(event: string, callback: Listener): void {
    this.#process.off(event, callback)
  }

  deserialize(data: unknown): unknown {
    return data
  }

  async start(): Promise<void> {
    if (this.#hasStarted) return
    await this.#process.start()
    this.#process.on('exit', () => (this.isAlive = false))
    this.#process.on('message', (message: WorkerResponse) => {
      if (message.type === 'testfileFinished' && (message.usedMemory ?? 0) > MAX_MEMORY)
        this.isAlive = false
    })
  }

  send(message: WorkerRequest): void {
    if (message.type === 'start') this.#start(message)
    else if (message.type === 'run') this.#run(message)
    else if (message.type === 'stop' && this.isAlive) this.#answer('stopped')
    else this.#process.send(message)
  }

  async stop(): Promise<void> {
    for (const { event, callback } of this.#listeners.splice(0)) this.#process.off(event, callback)
    if (!this.isAlive) await this.#process.stop()
  }

  async end(): Promise<void> {
    if (this.#hasStarted && this.isAlive) await this.#process.stop()
    this.isAlive = false
  }

  #start(message: Start): void {
    this.#config = message.context.config
    if (this.#hasStarted) return this.#answer('started')
    this.#hasStarted = true
    this.#process.send(message)
  }

  #run(message: Run): void {
    const providedContext = { ...message.context.providedContext, run: ++this.#runs }
    const context = { ...message.context, providedContext, config: this.#config }
    this.#process.send({ ...message, context })
  }

  #answer(type: 'started' | 'stopped'): void {
    const message: WorkerResponse = { __vitest_worker_response__: true, type }
    queueMicrotask(() => {
      for (const { event, callback } of this.#listeners) if (event === 'message') callback(message)
    })
  }
}
