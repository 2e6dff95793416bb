import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Step {
  name: string
  command: string
  args: string[]
}

/** One step, or several that run at the same time. */
type Stage = Step | readonly Step[]

/**
 * Runs the stages in order and prints one line for each step, its output only if it fails or is
 * `live`; of several at the same time the first is live, what the others print follows it. All run,
 * so that one call tells everything that is wrong; the exit code is 1 if any failed.
 */
export async function runSteps(stages: readonly Stage[], { live = false } = {}): Promise<void> {
  const failed: string[] = []
  for (const stage of stages) {
    const [first, ...others] = [stage].flat()
    if (!first) continue
    const running = others.map((step) => run(step, false))
    report(await run(first, live))
    for (const outcome of running) report(await outcome, live)
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`)
  process.exitCode = failed.length > 0 ? 1 : 0

  function report({ name, passed, seconds, printed }: Outcome, whole = !passed) {
    if (whole && printed) console.log(`\n— ${name}\n${printed}`)
    console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`)
    if (!passed) failed.push(name)
  }
}

interface Outcome {
  name: string
  passed: boolean
  seconds: string
  printed: string
}

async function run({ name, command, args }: Step, live: boolean): Promise<Outcome> {
  const start = performance.now()
  if (live) console.log(`\n— ${name}`)
  const child = spawn(command, args, { stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += String(chunk)))
  const passed = await once(child, 'close').then(
    ([code]) => code === 0,
    (error: Error) => void (printed += error.message),
  )
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  return { name, passed: passed ?? false, seconds, printed }
}
