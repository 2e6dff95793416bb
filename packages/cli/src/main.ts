import { constants } from 'node:os'
import type { Environment } from '@tenantry/infra/environments'
import { UsageError } from './arguments.ts'
import type { Checked } from './settings.ts'

/** Something that the reader of the terminal can put right: shown as its message alone. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** A signal has asked the command to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super('Interrupted: what was done stays, and the same command goes on from there.')
    this.signal = signal
  }
}

interface Command<Wish> {
  usage: string
  parse(args: readonly string[]): Wish | undefined
  /** `interruption` is aborted with an {@link Interrupted} by the first signal; later ones are ignored. */
  run(wish: Wish, interruption: AbortSignal): Promise<void>
}

/** Runs a command to its exit code: 1 where it fails, 2 where it is not understood, 128 and the signal's number. */
export async function main<Wish>({ usage, parse, run }: Command<Wish>): Promise<void> {
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interruption.abort(new Interrupted(signal)))
  try {
    const wish = parse(process.argv.slice(2))
    if (wish === undefined) console.log(usage)
    else await run(wish, interruption.signal)
  } catch (error) {
    // Whatever else went wrong then is but its consequence.
    process.exitCode = tell(interruption.signal.reason ?? error, usage)
  }
}

/** @throws {Failure} with all problems at once. */
export function settled<Settings>(checked: Checked<Settings>, { name }: Environment): Settings {
  if ('settings' in checked) return checked.settings
  throw new Failure(
    [
      `The settings of ${name} are not complete:`,
      ...checked.problems.map((it) => `  ${it}`),
      `Write them into .env.${name} or into the environment; docs/deploy.md explains each.`,
    ].join('\n'),
  )
}

function tell(error: unknown, usage: string): number {
  if (error instanceof Interrupted) {
    console.error(error.message)
    return 128 + constants.signals[error.signal]
  }
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`)
    return 2
  }
  console.error(error instanceof Failure ? error.message : error)
  return 1
}
