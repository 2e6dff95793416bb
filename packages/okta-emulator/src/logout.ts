import { parametersOf, redirect, textAt, type ServerCall } from './http.ts'
import { page, refusedPage } from './pages.ts'
import { endSession, endSessionById, withoutCookies } from './sessions.ts'
import { findExpiredClaims } from './tokens.ts'

/**
 * GET and POST /v1/logout: ends the session of the browser's cookie and the one that the ID token
 * names, which is all that a browser sends from another site, and goes back to the client.
 */
export async function logout(call: ServerCall): Promise<Response> {
  const { org, server } = call
  const parameters = await parametersOf(call)
  const hint = parameters.get('id_token_hint')
  const claims = hint === null ? undefined : await findExpiredClaims(server, hint)
  if (hint !== null && !claims) return refusedPage("The 'id_token_hint' parameter is invalid.")

  const client = org.clients.get(textAt(claims, 'aud') ?? parameters.get('client_id') ?? '')
  if (!client) return refusedPage("The 'id_token_hint' parameter is required.")
  const target = parameters.get('post_logout_redirect_uri')
  if (target !== null && !client.signOutUris.includes(target))
    return refusedPage(
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
    )

  endSession(call)
  const sessionId = textAt(claims, 'sid')
  if (sessionId !== undefined) endSessionById(org, sessionId)
  return withoutCookies(redirect(target === null ? `${org.origin}/login/signout` : back(target)))

  function back(address: string): string {
    const url = new URL(address)
    const state = parameters.get('state')
    if (state !== null) url.searchParams.set('state', state)
    return url.href
  }
}

/** GET /login/signout: where a sign-out ends that names no way back. */
export const signedOutPage = (): Response => page(200, 'You are signed out', '')
