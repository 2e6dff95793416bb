import type { Answerer } from './answer.ts'
import { textAt } from './http.ts'
import { CUSTOM_SCOPE, serverOf, type Org } from './org.ts'
import { randomText, sha256 } from './random.ts'
import { seed } from './seed.ts'

export interface Tokens {
  accessToken: string
  idToken: string
  refreshToken?: string
}

export interface SignIn {
  login: string
  clientId: string
  /** `default` unless told. */
  server?: string
  scope?: string
}

/** Signs a person in by the very requests of the widget, so the tokens are what the widget gets. */
export async function signIn(org: Org, answer: Answerer, wish: SignIn): Promise<Tokens> {
  const { endpoints } = serverOf(org, wish.server ?? 'default')
  const post = poster(answer)
  const verifier = randomText()
  const client = {
    client_id: wish.clientId,
    redirect_uri: org.clients.get(wish.clientId)?.redirectUris[0] ?? '',
  }

  const { interaction_handle: interactionHandle } = await post(`${endpoints}/interact`, {
    form: {
      ...client,
      scope: wish.scope ?? 'openid profile email offline_access',
      code_challenge: sha256(verifier).toString('base64url'),
      code_challenge_method: 'S256',
      state: randomText(),
      nonce: randomText(),
    },
  })
  const tokens = await post(`${endpoints}/token`, {
    form: {
      ...client,
      grant_type: 'interaction_code',
      interaction_code: await fillIn(post, org.origin, { login: wish.login, interactionHandle }),
      code_verifier: verifier,
    },
  })
  return {
    accessToken: textAt(tokens, 'access_token') ?? '',
    idToken: textAt(tokens, 'id_token') ?? '',
    refreshToken: textAt(tokens, 'refresh_token'),
  }
}

/** What a person does at the widget's form; gives the interaction code. */
async function fillIn(
  post: Post,
  origin: string,
  { login, interactionHandle }: { login: string; interactionHandle: unknown },
): Promise<string> {
  const { stateHandle } = await post(`${origin}/idp/idx/introspect`, {
    json: { interactionHandle },
  })
  const success = await post(`${origin}/idp/idx/identify`, {
    json: { identifier: login, credentials: { passcode: seed.password }, stateHandle },
  })
  return textAt(success, 'successWithInteractionCode', 'value', '1', 'value') ?? ''
}

/** The access token of a service client, by its secret in the seed. */
export async function serviceToken(
  org: Org,
  answer: Answerer,
  { clientId, scope = CUSTOM_SCOPE }: { clientId: string; scope?: string },
): Promise<string> {
  const tokens = await poster(answer)(`${serverOf(org, 'default').endpoints}/token`, {
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: org.clients.get(clientId)?.secret ?? '',
      scope,
    },
  })
  return textAt(tokens, 'access_token') ?? ''
}

type Body = { form: Record<string, string> } | { json: object }

/** Posts, and throws what the org says if it refuses. */
type Post = (address: string, body: Body) => Promise<Record<string, unknown>>

function poster(answer: Answerer): Post {
  return async (address, body) => {
    const request =
      'form' in body
        ? { body: new URLSearchParams(body.form) }
        : { body: JSON.stringify(body.json), headers: { 'content-type': 'application/json' } }
    const response = await answer(new Request(address, { method: 'POST', ...request }))
    const parsed: unknown = await response.json()
    if (!response.ok) throw new Error(`The Okta stand-in refuses: ${reasonOf(parsed)}`)
    return { ...Object(parsed) }
  }
}

const reasonOf = (answer: unknown): string =>
  textAt(answer, 'error_description') ??
  textAt(answer, 'messages', 'value', '0', 'message') ??
  JSON.stringify(answer)
