import { audit } from './audit.ts'
import { type Command, Interrupted } from './command.ts'
import { deploy } from './deploy.ts'
import { destroy } from './destroy.ts'
import { info } from './info.ts'
import { pulumi } from './pulumi.ts'
import { prove } from './prove/prove.ts'
import { isTerminal } from './settings.ts'
import { signIn } from './sign-in.ts'

const commands: Readonly<Record<string, Command>> = {
  audit,
  deploy,
  destroy,
  info,
  prove,
  pulumi,
  'sign-in': signIn,
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) throw new Error(`There is no command "${name}".`)

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interruption.abort(new Interrupted(signal)))

const { stdout, stderr } = process
process.exitCode = await command(args, {
  terminal: isTerminal(),
  interruption: interruption.signal,
  stdout,
  stderr,
})
