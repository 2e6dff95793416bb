import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Interrupted } from './main.ts'
import type { Variables } from './settings.ts'

export interface Running {
  /** The program talks to the person at the terminal itself. */
  terminal: boolean
  interruption: AbortSignal
}

interface RunOptions extends Running {
  cwd: string
  env: NodeJS.ProcessEnv
}

export interface Ended {
  code: number
  /** What it printed as errors. */
  errors: string
}

/** Whether there is somebody to ask, as Pulumi sees it. */
export const isTerminal = ({ CI }: Variables): boolean =>
  Boolean(process.stdin.isTTY && process.stdout.isTTY && !CI)

/**
 * Runs a program to its end, with its output as ours. An interruption is passed on once, and the
 * program is waited for: Pulumi takes a second signal as the order to drop everything.
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, terminal, interruption }: RunOptions,
): Promise<Ended> {
  interruption.throwIfAborted()
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: [terminal ? 'inherit' : 'ignore', 'inherit', 'pipe'],
    // In a group of its own it does not get the signal from the terminal as well as from us.
    detached: !terminal,
  })
  const stop = () => {
    // At a terminal Ctrl-C has reached the program already.
    if (terminal && isCtrlC(interruption.reason)) return
    child.kill('SIGINT')
  }
  interruption.addEventListener('abort', stop)
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk
    process.stderr.write(chunk)
  })
  try {
    const [code] = await once(child, 'close')
    return { code: typeof code === 'number' ? code : 1, errors }
  } finally {
    interruption.removeEventListener('abort', stop)
  }
}

const isCtrlC = (reason: unknown): boolean =>
  reason instanceof Interrupted && reason.signal === 'SIGINT'
