import { createApiKey, type Group } from '@tenantry/security'
import { type Answer, send, world } from './world.ts'

const RULES = `{
  groupRules { claim operator value group }
  attributes { claim property required }
  policies { permissions maxTokenAgeSeconds amr acr networks }
}`
const SETTINGS = `data { version activatedOn active ${RULES} draft ${RULES} } error { code message data }`
const SAVE = `mutation ($data: SignInRulesInput!, $ifVersion: Int) { tenancy {
  answer: saveSignInDraft(data: $data, ifVersion: $ifVersion) { ${SETTINGS} }
} }`
const DISCARD = `mutation { tenancy { answer: discardSignInDraft { ${SETTINGS} } } }`
const ACTIVATE = `mutation ($ifVersion: Int) { tenancy {
  answer: activateSignIn(ifVersion: $ifVersion) { ${SETTINGS} }
} }`
const GET = `{ tenancy { answer: getSignInSettings { ${SETTINGS} } } }`
const LOGIN = `mutation { security { login {
  data { id displayName permissions ... on OktaIdentity { email groups refusal } } error { code message data }
} } }`
const EXPLAIN = `query ($token: String, $claims: JSON, $draft: Boolean, $address: String) { tenancy {
  explainAccess(token: $token, claims: $claims, draft: $draft, address: $address) {
    data { admitted code message reason id type displayName email groupsFrom
      rules { claim operator value group matched reason groups } groups { slug found } permissions
      withheld { permissions code message } }
    error { code message data }
  }
} }`

/** A tenant whose sign-in settings are changed, by whoever has a credential. */
export async function signInWorld(
  groups: Record<string, Group> = {},
  options?: Parameters<typeof world>[1],
) {
  const made = await world(groups, options)
  const { scope, tenant, sign } = made
  // It holds `*` whatever the rules say: with it tests set up what they are about.
  const key = await createApiKey(scope, { name: 'Set-up', permissions: [{ name: '*' }] })

  const ask = (query: string, variables: object, credential: string, more: object = {}) =>
    send({ query, variables }, { 'x-tenant': tenant.id, authorization: credential, ...more })
  const change = async (query: string, variables: object, by = `${key.token}`) =>
    answerIn(await ask(query, variables, by))
  const actions = {
    get: (by?: string) => change(GET, {}, by),
    save: (data: object, by?: string, ifVersion?: number) => change(SAVE, { data, ifVersion }, by),
    discard: (by?: string) => change(DISCARD, {}, by),
    activate: (by?: string, ifVersion?: number) => change(ACTIVATE, { ifVersion }, by),
  }
  return {
    ...made,
    ...actions,
    ask,
    key: `${key.token}`,
    /** As if they had always been there. */
    async setUp(data: object, from: object = {}): Promise<void> {
      await ask(SAVE, { data }, `${key.token}`, from)
      const { error } = answerIn(await ask(ACTIVATE, {}, `${key.token}`, from))
      if (error) throw new Error(error.message)
    },
    /** What `explainAccess` tells whoever set the tenant up. */
    async explain(question: object, from = '203.0.113.7') {
      const answer = await ask(EXPLAIN, question, `${key.token}`, { 'x-forwarded-for': from })
      return answer.data.tenancy.explainAccess
    },
    /** What somebody with these claims is told when they sign in. */
    login: async (claims: object, more: object = {}): Promise<Answer> =>
      ask(LOGIN, {}, await sign([], claims), more),
  }
}

/** The envelope, or the refusal before it. */
function answerIn({ data, error, errors }: Answer) {
  if (error) return { data: null, error }
  if (errors) throw new Error(JSON.stringify(errors))
  return data.tenancy.answer
}

export const rule = (value: string, group: string, claim = 'department', operator = 'EQUALS') => ({
  claim,
  operator,
  value,
  group,
})

export const noRules = { groupRules: [], attributes: [], policies: [] }
