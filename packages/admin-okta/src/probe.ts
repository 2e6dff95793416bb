import { endpointOf } from './clients.ts'
import type { OktaSettings, SignInProblem } from './types.ts'

/**
 * Asks Okta whether a sign-in could begin here, without beginning one. It answers at once what the
 * widget only shows as "unexpected internal error", and keeps a person from being sent to an error
 * page at Okta from which no link leads back.
 */
export async function probeOkta(
  settings: OktaSettings,
  redirectUri: string,
): Promise<SignInProblem | undefined> {
  try {
    const answer = await interact(settings, redirectUri)
    const reason = await reasonOf(answer)
    return answer.ok ? undefined : { kind: 'refused', reason }
  } catch {
    const { origin } = new URL(settings.issuer)
    if (await answersAtAll(settings.issuer)) {
      return { kind: 'originNotTrusted', origin: window.location.origin }
    }
    return { kind: 'oktaUnreachable', origin }
  }
}

/** One call proves client, grant type, redirect URI and trusted origin. The handle is thrown away. */
async function interact(settings: OktaSettings, redirectUri: string): Promise<Response> {
  return fetch(endpointOf(settings.issuer, 'interact'), {
    method: 'POST',
    body: new URLSearchParams({
      client_id: settings.clientId,
      scope: settings.scopes.join(' '),
      redirect_uri: redirectUri,
      code_challenge: await challenge(),
      code_challenge_method: 'S256',
      state: crypto.randomUUID(),
      nonce: crypto.randomUUID(),
    }),
    signal: AbortSignal.timeout(10_000),
  })
}

async function challenge(): Promise<string> {
  const verifier = crypto.getRandomValues(new Uint8Array(32))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', verifier))
  return btoa(String.fromCharCode(...digest)).replace(
    /[+/=]/g,
    (character) => ({ '+': '-', '/': '_' })[character] ?? '',
  )
}

async function reasonOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined)
  const isError = typeof body === 'object' && body !== null && 'error_description' in body
  return isError ? String(body.error_description) : `Okta answered ${answer.status}.`
}

/** `no-cors`: the answer cannot be read, but that there is one tells the two failures apart. */
async function answersAtAll(issuer: string): Promise<boolean> {
  const address = `${issuer}/.well-known/openid-configuration`
  const options: RequestInit = { mode: 'no-cors', signal: AbortSignal.timeout(5_000) }
  return fetch(address, options).then(
    () => true,
    () => false,
  )
}
