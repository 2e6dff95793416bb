import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import { afterAll, afterEach, vi } from 'vitest'
import { startOktaEmulator, seed, type OktaEmulatorOptions } from './index.ts'

export const APP = 'http://localhost:3000'
export const CALLBACK = `${APP}/callback`
export const EVERYTHING = 'openid profile email offline_access'

type Fields = Record<string, string>
type Answer = Record<string, unknown>

/** An org over real HTTP, and what a client does with it. */
export async function world(options: Partial<OktaEmulatorOptions> = {}) {
  const okta = await startOktaEmulator({ port: 0, appOrigin: APP, ...options })
  afterAll(() => okta.stop())
  afterEach(() => void vi.useRealTimers())
  const requests = requestsTo(okta.origin)
  return { okta, ...requests, ...widgetOf(requests), ...tokensBy(requests) }
}

type Requests = ReturnType<typeof requestsTo>

function requestsTo(origin: string) {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(origin + path, { redirect: 'manual', ...init })
  const form = (path: string, fields: Fields, headers: Fields = {}) =>
    call(path, { method: 'POST', body: new URLSearchParams(fields), headers })
  const json = (path: string, body: unknown, headers: Fields = {}) =>
    call(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { call, form, json }
}

function widgetOf({ form, json }: Requests) {
  /** Interact and introspect: the widget shows its form. */
  async function openWidget({ server = 'default', cookie = '', ...fields }: Fields = {}) {
    const { verifier, ...challenge } = pkce()
    const interacted = await form(`/oauth2/${server}/v1/interact`, {
      client_id: '0oa_acme',
      scope: EVERYTHING,
      redirect_uri: CALLBACK,
      state: 's',
      nonce: 'n',
      ...challenge,
      ...fields,
    })
    const { interaction_handle: interactionHandle } = await bodyOf(interacted)
    const shown = await json('/idp/idx/introspect', { interactionHandle }, { cookie })
    return { interactionHandle, shown, document: await bodyOf(shown), verifier }
  }

  /** The widget up to the code, which it has yet to redeem. */
  async function signInWithWidget({ login = 'admin@acme.example', ...fields }: Fields = {}) {
    const { document, verifier } = await openWidget(fields)
    const answer = await json('/idp/idx/identify', {
      identifier: login,
      credentials: { passcode: seed.password },
      stateHandle: document['stateHandle'],
    })
    const success = await bodyOf(answer)
    return { code: interactionCodeOf(success), verifier, cookie: cookieOf(answer), answer, success }
  }

  return { openWidget, signInWithWidget }
}

function tokensBy({ form }: Requests) {
  const token = (fields: Fields, server = 'default') =>
    form(`/oauth2/${server}/v1/token`, { client_id: '0oa_acme', ...fields })

  const redeem = ({ code, verifier }: { code: string; verifier: string }, fields: Fields = {}) =>
    token({
      grant_type: 'interaction_code',
      interaction_code: code,
      code_verifier: verifier,
      redirect_uri: CALLBACK,
      ...fields,
    })

  const refresh = (refreshToken: unknown, fields: Fields = {}) =>
    token({ grant_type: 'refresh_token', refresh_token: String(refreshToken), ...fields })

  const isActive = async (value: unknown, server = 'default') => {
    const fields = { token: String(value), client_id: '0oa_acme' }
    return (await bodyOf(await form(`/oauth2/${server}/v1/introspect`, fields)))['active']
  }

  return { token, redeem, refresh, isActive }
}

export function pkce() {
  const verifier = randomBytes(32).toString('base64url')
  const code_challenge = createHash('sha256').update(verifier).digest('base64url')
  return { verifier, code_challenge, code_challenge_method: 'S256' }
}

export async function bodyOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  return { ...Object(parsed) }
}

export const claimsOf = (token: unknown): JWTPayload => decodeJwt(String(token))

/** The cookies that an answer sets, as the browser sends them back. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ')

/** The parameters that a redirect carries. */
export function sentBack(response: Response): Fields {
  const { search, hash } = new URL(response.headers.get('location') ?? 'about:blank')
  return Object.fromEntries(new URLSearchParams(search || hash.slice(1)))
}

/** Moves the clock, and nothing else: sockets go on. */
export const wait = (seconds: number): void => {
  const at = Date.now() + seconds * 1000
  vi.useFakeTimers({ toFake: ['Date'], now: at })
}

export function interactionCodeOf(success: Answer): string {
  const found = /"interaction_code","required":true,"value":"([^"]+)"/.exec(JSON.stringify(success))
  return found?.[1] ?? ''
}
