import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  makeTenant,
  makeTokenWorld,
  operationsOfMachines,
  type Place,
  removeTenants,
  runTenantMatrix,
  runTokenMatrix,
  type Target,
  type Tenant,
} from '@tenantry/prove'
import { z } from 'zod'
import { parseProve, PROVE_USAGE, type ProveWish } from '../arguments.ts'
import { command, type Context, Failure, say } from '../command.ts'
import {
  readLocalVariables,
  readVariables,
  settled,
  stateSettingsOf,
  type Variables,
} from '../settings.ts'
import { ownOrg, type SignInOfRoot, standIn } from './orgs.ts'
import { findingsOf, tenantTable, tokenTable, totals } from './report.ts'

/** Attacks a running system, and tells what it gave away. */
export const prove = command({ usage: PROVE_USAGE, parse: parseProve, run: runProve })

async function runProve(wish: ProveWish, context: Context): Promise<void> {
  const { environment, yesProd } = wish
  if (environment?.kind === 'production' && !yesProd)
    throw new Failure('prod is production: add --yes-prod to make throw-away tenants there.')
  const variables = environment ? readVariables(environment) : readLocalVariables()
  const url = await addressOf(wish, variables, context)
  const target = over(url)
  const signIn = await signInOf(target)
  await wakeUp(target)
  const org = environment ? ownOrg(signIn, variables) : await standIn(signIn, variables)
  say(context, `Proving ${url}, where ${signIn.issuer} signs in.\n`)

  const place = { target, org, made: [] }
  const own: Tenant[] = []
  try {
    await tryAll(place, own, context)
  } finally {
    const left = await removeTenants(place, own)
    if (left.length > 0) say(context, `Some tenants are left:\n${left.join('\n')}`)
  }
}

async function tryAll(place: Place, own: Tenant[], context: Context): Promise<void> {
  const { interruption } = context
  const [one, other] = place.org.machines
  const a = await makeTenant(place, { name: 'Prove A', mark: newMark(), machine: one })
  own.push(a)
  const b = await makeTenant(place, { name: 'Prove B', mark: newMark(), machine: other })
  own.push(b)

  const tokens = await runTokenMatrix(
    { ...place, interruption },
    await makeTokenWorld(place, { a, b }),
  )
  say(context, `${tokenTable(tokens)}\n`)
  const tenants = await runTenantMatrix({
    target: place.target,
    a,
    b,
    interruption,
    ...(!place.org.sign && { only: operationsOfMachines() }),
  })
  say(context, `${tenantTable(tenants)}\n`)
  say(context, totals(tokens, tenants, process.uptime()))

  const findings = findingsOf(tokens, tenants)
  if (findings.length > 0) throw new Failure(`\n${findings.join('\n')}`)
}

/** Eight letters, none of which stands in a hexadecimal number. */
const newMark = (): string =>
  [...randomBytes(8)].map((it) => 'ghjklmnpqrstuvwxyz'.charAt(it % 18)).join('')

async function addressOf(
  { environment, url }: ProveWish,
  variables: Variables,
  context: Context,
): Promise<string> {
  if (url !== undefined) return new URL(url).origin
  if (!environment) return `http://localhost:${variables['TENANTRY_PORT'] ?? 3000}`
  const settings = settled(stateSettingsOf(variables, environment), environment)
  const pulumis = await import('../stack.ts')
  const stack = await pulumis.findStack(await pulumis.openPulumi(environment, settings, context))
  const exported = stack && pulumis.exportsIn(await pulumis.resourcesOf(stack)).url
  if (!exported) throw new Failure(`Nobody knows where ${environment.name} is: add --url=…`)
  return exported
}

const ATTEMPTS = 6

/** Over the network. Too many requests at once are the gateway's own answer: it is asked again. */
function over(origin: string): Target {
  return {
    origin,
    async send(request) {
      for (let attempt = 1; ; attempt++) {
        const response = await fetch(request.clone(), { redirect: 'error' })
        const isBusy = response.status === 429 || response.status === 503
        if (!isBusy || attempt === ATTEMPTS) return response
        await sleep(100 * 2 ** attempt)
      }
    },
  }
}

/** A function that nobody has called for long takes its time, which is no answer to a probe. */
async function wakeUp({ origin, send }: Target): Promise<void> {
  for (const path of ['/graphql', '/cms/manage/en-US', '/cms/preview/en-US', '/cms/read/en-US'])
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { status } = await send(questionAt(origin, path))
      if (status < 500) break
    }
}

const questionAt = (origin: string, path: string, query = '{ __typename }') =>
  new Request(new URL(path, origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant': 'root' },
    body: JSON.stringify({ query }),
  })

const SignIn = z.object({
  data: z.object({
    tenancy: z.object({ signIn: z.object({ issuer: z.string(), clientId: z.string() }) }),
  }),
})

/** How people sign in on root: everybody is told. */
async function signInOf({ origin, send }: Target): Promise<SignInOfRoot> {
  const request = questionAt(origin, '/graphql', '{ tenancy { signIn { issuer clientId } } }')
  try {
    const response = await send(request)
    return SignIn.parse(await response.json()).data.tenancy.signIn
  } catch (error) {
    throw new Failure(`${origin} does not answer as Tenantry does: is it running?`, {
      cause: error,
    })
  }
}
