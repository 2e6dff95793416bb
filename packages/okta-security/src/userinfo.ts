import { isObject, isText, type JsonObject } from './decode-token.ts'
import { endpointOf, isIssuerAllowed } from './issuers.ts'
import { fetchFromOrg } from './org-fetch.ts'

interface Asked {
  /** The tenant's, never the token's own: nobody else gets to see the token. */
  issuer: string
  origins: readonly string[]
  accessToken: string
  timeoutMilliseconds?: number
}

/**
 * Asks the authorization server that made an access token for what it says about the person beside
 * it; the scopes of the token decide how much. `undefined` if there is nothing to be had: an outage, a
 * refusal, an answer that is none.
 */
export async function fetchUserinfo({
  issuer,
  origins,
  accessToken,
  timeoutMilliseconds = 2000,
}: Asked): Promise<JsonObject | undefined> {
  if (!isIssuerAllowed(issuer, origins)) return undefined
  try {
    const { status, text } = await fetchFromOrg(endpointOf(issuer, 'userinfo'), {
      timeoutMilliseconds,
      headers: { authorization: `Bearer ${accessToken}` },
    })
    const answer: unknown = status === 200 ? JSON.parse(text) : undefined
    return isObject(answer) && isText(answer.sub) ? answer : undefined
  } catch {
    // Whatever it is, it concerns a name that is shown: nothing for which anybody is kept out.
    return undefined
  }
}
