import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Failure } from './command.ts'
import { type Settings, settingsIn } from './sign-in-file.ts'

/** Where the settings of one tenant are, and by whose leave. */
export interface Api {
  url: string
  tenant: string
  /** An API key or an access token. */
  token: string
}

export interface Remote {
  active: Settings
  draft: Settings | null
  version: number
}

const RULES = `{
  groupRules { claim operator value group }
  attributes { claim property required }
  policies { permissions maxTokenAgeSeconds amr acr networks }
}`
const ANSWER = `{ data { version active ${RULES} draft ${RULES} } error { code message data } }`

export const getSettings = (api: Api): Promise<Remote> =>
  ask(api, `{ tenancy { answer: getSignInSettings ${ANSWER} } }`, {})

export const saveDraft = (api: Api, data: Settings, ifVersion: number): Promise<Remote> =>
  ask(
    api,
    `mutation ($data: SignInRulesInput!, $ifVersion: Int) { tenancy {
      answer: saveSignInDraft(data: $data, ifVersion: $ifVersion) ${ANSWER}
    } }`,
    { data, ifVersion },
  )

export const activateDraft = (api: Api, ifVersion: number): Promise<Remote> =>
  ask(
    api,
    `mutation ($ifVersion: Int) { tenancy {
      answer: activateSignIn(ifVersion: $ifVersion) ${ANSWER}
    } }`,
    { ifVersion },
  )

const Problem = z.object({ code: z.string().nullish(), message: z.string(), data: z.unknown() })
const Envelope = z.object({
  data: z.object({ version: z.number(), active: z.unknown(), draft: z.unknown() }).nullable(),
  error: Problem.nullable(),
})
/** A whole answer, or the refusal of a request that ended before GraphQL. */
const Body = z.object({
  data: z.object({ tenancy: z.object({ answer: Envelope }) }).nullish(),
  error: Problem.nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

async function ask(api: Api, query: string, variables: object): Promise<Remote> {
  const { data, error, errors } = await post(api, { query, variables })
  const answer = data?.tenancy.answer
  const problem = error ?? answer?.error ?? errors?.[0]
  if (problem || !answer?.data) throw new Failure(wordsOf(problem))
  const { version, active, draft } = answer.data
  return {
    version,
    active: settingsIn(active, 'The answer'),
    draft: draft ? settingsIn(draft, 'The draft') : null,
  }
}

async function post({ url, tenant, token }: Api, body: object): Promise<z.infer<typeof Body>> {
  try {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      // Elsewhere the token has nothing to do.
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'x-tenant': tenant,
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    })
    return Body.parse(await response.json())
  } catch (cause) {
    throw new Failure(`${url} does not answer as Tenantry does.`, { cause })
  }
}

function wordsOf(problem: { message: string; code?: string | null; data?: unknown } | undefined) {
  const { message = 'The API answered without content.', code, data } = problem ?? {}
  const fields = z.array(z.object({ error: z.string(), fieldId: z.string() })).safeParse(data)
  const lines = (fields.data ?? []).map(({ error, fieldId }) => `\n  ${fieldId}: ${error}`)
  return `${message}${code ? ` (${code})` : ''}${lines.join('')}`
}
