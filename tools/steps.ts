import { spawnSync } from 'node:child_process'

export interface Step {
  name: string
  command: string
  args: string[]
}

/**
 * Runs the steps in order and prints one line for each, its output only if it fails or is `live`.
 * All run, so that one call tells everything that is wrong; the exit code is 1 if any failed.
 */
export function runSteps(steps: readonly Step[], { live = false } = {}): void {
  const failed = steps.filter((step) => !passes(step, live)).map(({ name }) => name)
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`)
  process.exitCode = failed.length > 0 ? 1 : 0
}

function passes({ name, command, args }: Step, live: boolean): boolean {
  const start = performance.now()
  if (live) console.log(`\n— ${name}`)
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    stdio: live ? 'inherit' : 'pipe',
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status !== 0 && !live) console.error([stdout, stderr, error?.message].join('\n'))
  return status === 0
}
