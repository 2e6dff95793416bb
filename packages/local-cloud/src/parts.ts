/** What a system has started, so that it can be stopped whole, also when it is only half there. */
export interface Parts {
  /** Tells parts that are still on their way to give up. */
  signal: AbortSignal
  /** Starts a part and notes how long it takes. */
  start<Part>(
    name: string,
    begin: () => Promise<Part>,
    stop?: (part: Part) => Promise<void>,
  ): Promise<Part>
  /** Seconds by part. */
  times: ReadonlyMap<string, number>
  /** Stops all of them, the last first; those on their way as soon as they are there. */
  stop(): Promise<void>
}

export function createParts(): Parts {
  const controller = new AbortController()
  const times = new Map<string, number>()
  const stoppers: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  return {
    signal: controller.signal,
    times,
    start(name, begin, stop) {
      controller.signal.throwIfAborted()
      const since = performance.now()
      const part = begin().then((it) => {
        times.set(name, (performance.now() - since) / 1000)
        return it
      })
      stoppers.push(async () => {
        await part.then(
          (it) => stop?.(it),
          () => {},
        )
      })
      return part
    },
    stop() {
      controller.abort()
      stopping ??= stopAll()
      return stopping
    },
  }

  async function stopAll() {
    for (const stop of stoppers.reverse()) await stop()
  }
}
