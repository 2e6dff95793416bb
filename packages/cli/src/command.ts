import { constants } from 'node:os'
import { UsageError } from './arguments.ts'

/** What a command has to do with the world around it. */
export interface Context {
  /** There is somebody to ask, and Pulumi talks to them itself. */
  terminal: boolean
  /** Aborted with an {@link Interrupted} by the first signal; later ones are ignored. */
  interruption: AbortSignal
  stdout: Output
  stderr: Output
}

export interface Output {
  write(text: string): unknown
}

/** Runs to its exit code: 1 for a failure, 2 if not understood, 128 and the number of a signal. */
export type Command = (args: readonly string[], context: Context) => Promise<number>

interface Definition<Wish> {
  usage: string
  /** Gives `undefined` to somebody who asks for help. */
  parse(args: readonly string[]): Wish | undefined
  run(wish: Wish, context: Context): Promise<void>
}

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

export function command<Wish>({ usage, parse, run }: Definition<Wish>): Command {
  return async (args, context) => {
    try {
      const wish = parse(args)
      if (wish === undefined) say(context, usage)
      else await run(wish, context)
      return 0
    } catch (error) {
      // Whatever else went wrong after an interruption is but its consequence.
      return tell(context.interruption.reason ?? error, usage, context)
    }
  }
}

export const say = ({ stdout }: Context, text: string): unknown => stdout.write(`${text}\n`)

function tell(error: unknown, usage: string, { stderr }: Context): number {
  if (!(error instanceof Error)) throw error
  const isKnown = [Failure, Interrupted, UsageError].some((known) => error instanceof known)
  stderr.write(`${isKnown ? error.message : error.stack}\n`)
  if (error instanceof Interrupted) return 128 + constants.signals[error.signal]
  if (!(error instanceof UsageError)) return 1
  stderr.write(`\n${usage}\n`)
  return 2
}
