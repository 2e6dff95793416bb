import {
  clientNamed,
  invalidParameter,
  issueCode,
  parseAuthorization,
  redirectUriOf,
} from './authorization.ts'
import { OAuthError, parametersOf, type Call, type ServerCall } from './http.ts'
import {
  findPersonWith,
  isAssigned,
  type Authorization,
  type HostedSignIn,
  type Org,
  type Session,
} from './org.ts'
import { escapeHtml, page, refusedPage } from './pages.ts'
import { randomText } from './random.ts'
import { replyTo, RESPONSE_MODES, type Reply } from './reply.ts'
import { isFresh, sessionOf, startSession } from './sessions.ts'

/** GET and POST /v1/authorize: a code for who is signed in, else the hosted sign-in page. */
export async function authorize(call: ServerCall): Promise<Response> {
  const parameters = await parametersOf(call)
  const redirectUri = trustedRedirectUri(call, parameters)
  if (redirectUri instanceof OAuthError) return refusedPage(redirectUri.message)

  const mode = RESPONSE_MODES.find((it) => it === (parameters.get('response_mode') ?? 'query'))
  const reply = replyTo(redirectUri, mode ?? 'query', parameters.get('state'))
  try {
    if (!mode) throw invalidParameter('response_mode')
    return proceed(call, { parameters, reply })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return reply({ error: error.error, error_description: error.message })
  }
}

/** POST /signin/<id>: the form of the hosted page. */
export async function submitSignIn(call: Call): Promise<Response> {
  const { org, url } = call
  const id = url.pathname.slice('/signin/'.length)
  const parameters = await parametersOf(call)
  const pending = org.state.hostedSignIns.find(id)
  if (!pending) return refusedPage('This sign-in has expired. Go back and start again.')

  const login = parameters.get('username') ?? ''
  const person = findPersonWith(org, login, parameters.get('password') ?? undefined)
  if (!person) return signInPage(id, pending.authorization, { login, failed: true })

  org.state.hostedSignIns.delete(id)
  const { session, keepIn } = startSession(call, person)
  return keepIn(outcome(org, pending, session))
}

/** Refusals up to here are shown, not sent: nobody knows yet that the address is the client's. */
function trustedRedirectUri({ org }: ServerCall, parameters: URLSearchParams): string | OAuthError {
  try {
    return redirectUriOf(clientNamed(org, parameters.get('client_id')), parameters)
  } catch (error) {
    if (error instanceof OAuthError) return error
    throw error
  }
}

function proceed(
  call: ServerCall,
  { parameters, reply }: { parameters: URLSearchParams; reply: Reply },
): Response {
  const { org } = call
  if (!parameters.get('state')) throw invalidParameter('state')
  if (parameters.get('response_type') !== 'code')
    throw new OAuthError(
      'unsupported_response_type',
      'The response type is not supported by the authorization server. Configured response types: [code].',
    )
  const prompt = parameters.get('prompt')
  if (prompt !== null && prompt !== 'none' && prompt !== 'login') throw invalidParameter('prompt')
  const authorization = parseAuthorization(call, parameters, 'authorization_code')

  const session = prompt === 'login' ? undefined : sessionOf(call)
  if (session && isFresh(session, authorization))
    return outcome(org, { authorization, reply }, session)
  if (prompt === 'none')
    throw new OAuthError(
      'login_required',
      'The client specified not to prompt, but the user is not logged in.',
    )
  const id = randomText()
  org.state.hostedSignIns.put(id, { authorization, reply })
  return signInPage(id, authorization, { login: authorization.loginHint ?? '' })
}

function outcome(org: Org, { authorization, reply }: HostedSignIn, session: Session): Response {
  if (!isAssigned(authorization.client, session.person))
    return reply({
      error: 'access_denied',
      error_description: 'User is not assigned to the client application.',
    })
  return reply({
    code: issueCode(org, authorization, { grantType: 'authorization_code', session }),
  })
}

function signInPage(
  id: string,
  authorization: Authorization,
  { login, failed = false }: { login: string; failed?: boolean },
): Response {
  const form = `<form method="post" action="/signin/${id}">
${failed ? '<p role="alert">Unable to sign in</p>' : ''}
<label>Username <input name="username" autocomplete="username" value="${escapeHtml(login)}"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form>`
  const title = `Sign in to ${authorization.client.label}`
  // The browser holds the redirect that follows the form to this list, too.
  const formAction = `'self' ${new URL(authorization.redirectUri).origin}`
  return page(failed ? 401 : 200, title, form, { formAction })
}
