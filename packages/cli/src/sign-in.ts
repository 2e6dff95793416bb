import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError } from './arguments.ts'
import { command, type Context, Failure, say } from './command.ts'
import { accessToken } from './settings.ts'
import { activateDraft, type Api, getSettings, saveDraft } from './sign-in-api.ts'
import { diffOf, readSettings, type Settings, settingsIn, textOf } from './sign-in-file.ts'

interface SignInWish {
  action: 'pull' | 'push'
  tenant: string
  url: string
  file: string
  dryRun: boolean
  activate: boolean
}

export const SIGN_IN_USAGE = `yarn tenantry sign-in pull|push --tenant=<id> [--url=<address>] [--file=<path>] [--dry-run] [--activate]

  pull         writes the active sign-in settings of a tenant to a file
  push         saves the file as the tenant's draft
  --url        where Tenantry is, by default http://localhost:3000
  --file       by default sign-in.<tenant>.json
  --dry-run    show what would change, and change nothing
  --activate   with push: make the draft count at once

TENANTRY_TOKEN holds an API key, or an access token, with the permission tenancy.signIn.`

/** The sign-in settings of a tenant as a file, to be reviewed and kept with other code. */
export const signIn = command({ usage: SIGN_IN_USAGE, parse: parseSignIn, run: runSignIn })

export function parseSignIn(args: readonly string[]): SignInWish | undefined {
  const { values, positionals } = parsed(args)
  if (values.help) return undefined
  const [action, ...others] = positionals
  if ((action !== 'pull' && action !== 'push') || others.length > 0)
    throw new UsageError('Say pull or push.')
  const { tenant, url, file = `sign-in.${tenant}.json`, activate } = values
  if (!tenant) throw new UsageError('Say which tenant: --tenant=acme, for example.')
  if (activate && action === 'pull') throw new UsageError('Only what is pushed can be activated.')
  return { action, tenant, url: addressOf(url), file, dryRun: values['dry-run'], activate }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        tenant: text,
        url: { ...text, default: 'http://localhost:3000' },
        file: text,
        'dry-run': flag,
        activate: flag,
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** A token that goes over the network in the clear is everybody's. */
function addressOf(text: string): string {
  const url = URL.parse(text)
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname))
  if (!url || !isSafe) throw new UsageError(`"${text}" is no address that starts with https://.`)
  return url.origin
}

async function runSignIn(wish: SignInWish, context: Context): Promise<void> {
  const token = accessToken()
  if (!token) throw new Failure('Put an API key or an access token into TENANTRY_TOKEN.')
  const api = { url: wish.url, tenant: wish.tenant, token }
  await (wish.action === 'pull' ? pull(api, wish, context) : push(api, wish, context))
}

async function pull(api: Api, { file, dryRun }: SignInWish, context: Context): Promise<void> {
  const { active, draft } = await getSettings(api)
  const before = existsSync(file) ? readSettings(file) : settingsIn({}, file)
  tell(context, diffOf(before, active))
  if (draft) say(context, 'There is a draft as well; what was pulled is what counts.')
  if (dryRun) return
  writeFileSync(file, textOf(active))
  say(context, `Written to ${file}.`)
}

async function push(api: Api, wish: SignInWish, context: Context): Promise<void> {
  const wanted = readSettings(wish.file)
  const before = await getSettings(api)
  const { active, draft } = before
  tell(context, diffOf(active, wanted))
  if (wish.dryRun || isSame(active, wanted)) return
  // Somebody is at work there: to write over it would be to lose what nobody here has seen.
  if (draft && !isSame(draft, wanted))
    throw new Failure('The tenant has another draft: activate or discard it in the admin first.')

  const saved = draft ? before : await saveDraft(api, wanted, before.version)
  if (!wish.activate) {
    say(context, 'Saved as the draft of the tenant. It counts once it is activated.')
    return
  }
  await activateDraft(api, saved.version)
  say(context, 'Activated: it counts from now on.')
}

/** Also in their order: the API keeps it, for those who read it. */
const isSame = (a: Settings, b: Settings): boolean => textOf(a) === textOf(b)

function tell(context: Context, lines: readonly string[]): void {
  if (lines.length === 0) say(context, 'No rule, attribute or policy differs.')
  for (const line of lines) say(context, line)
}
