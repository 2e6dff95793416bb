import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Context, Interrupted } from './command.ts'

interface Ended {
  code: number
  /** What it printed as errors. */
  errors: string
}

/**
 * Runs a program to its end, with its output as ours. An interruption is passed on once, and the
 * program is waited for: Pulumi takes a second signal as the order to drop everything.
 */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  { terminal, interruption, stdout, stderr }: Context,
): Promise<Ended> {
  interruption.throwIfAborted()
  const child = spawn(program, args, {
    ...options,
    stdio: terminal ? ['inherit', 'inherit', 'pipe'] : ['ignore', 'pipe', 'pipe'],
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
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8')
  child.stdout?.on('data', (text: string) => stdout.write(text))
  child.stderr?.on('data', (text: string) => {
    errors += text
    stderr.write(text)
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
