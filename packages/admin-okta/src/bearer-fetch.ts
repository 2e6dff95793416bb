import type { OktaSession } from './session.ts'

/** `fetch` to the paths of one origin. A body has to be one that can be sent twice: no stream. */
export type BearerFetch = (path: string, init?: RequestInit) => Promise<Response>

/**
 * Gives a `fetch` that shows the token of whoever is signed in, to one origin and no other.
 *
 * What the API answers with 401 is sent again: with a new token, and if that does not help, once the
 * person has signed in again. Throws `SignInError` while Okta cannot be asked for a token.
 *
 * @throws TypeError if a path leads to another origin: it would get the token.
 */
export function bearerFetch(
  okta: Pick<OktaSession, 'getAccessToken' | 'renewToken' | 'expire'>,
  origin: string,
): BearerFetch {
  const base = new URL(origin).origin
  const remedies: ((token: string) => Promise<void> | void)[] = [okta.renewToken, okta.expire]
  const send = (url: URL, token: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(url, { ...init, headers })
  }

  return async function call(path, init = {}) {
    const url = new URL(path, base)
    if (url.origin !== base) throw new TypeError(`"${path}" is not at ${base}.`)
    for (const remedy of remedies) {
      const token = await okta.getAccessToken()
      const response = await send(url, token, init)
      if (response.status !== 401) return response
      await remedy(token)
    }
    return send(url, await okta.getAccessToken(), init)
  }
}
