import { issueCode } from './authorization.ts'
import { jsonOf, textAt, type Call } from './http.ts'
import {
  ion,
  nextForm,
  NOT_ASSIGNED,
  SESSION_EXPIRED,
  success,
  terminal,
  UNSUPPORTED,
  WRONG_PASSWORD,
  WRONG_PASSWORD_OF,
} from './idx-documents.ts'
import { findPersonWith, isAssigned, type Interaction, type Org, type Session } from './org.ts'
import { randomText } from './random.ts'
import { isFresh, sessionOf, startSession } from './sessions.ts'

/** POST /idp/idx/introspect: what comes next, a form or, with a session, at once the code. */
export async function introspectInteraction(call: Call): Promise<Response> {
  const body = await jsonOf(call)
  const { interactionHandles } = call.org.state
  const interaction = findInteraction(
    call,
    interactionHandles.find(textAt(body, 'interactionHandle')) ??
      textAt(body, 'stateHandle') ??
      textAt(body, 'stateToken'),
  )
  if (!interaction) return expired()

  const session = sessionOf(call)
  if (!session || !isFresh(session, interaction.authorization))
    return ion(200, nextForm(call.org, interaction))
  return finish(call, interaction, session)
}

/** POST /idp/idx/identify: login and password, or the login alone where it is asked for first. */
export async function identify(call: Call): Promise<Response> {
  const body = await jsonOf(call)
  const interaction = findInteraction(call, textAt(body, 'stateHandle'))
  if (!interaction) return expired()

  const login = textAt(body, 'identifier')
  const password = textAt(body, 'credentials', 'passcode')
  if (password === undefined && login !== undefined && call.org.identifierFirst) {
    // Whether somebody has this login is not told.
    interaction.login = login
    return ion(200, nextForm(call.org, interaction))
  }
  return signInWith(call, interaction, { login, password })
}

/** POST /idp/idx/challenge/answer: the password of the login that was asked for first. */
export async function answerChallenge(call: Call): Promise<Response> {
  const body = await jsonOf(call)
  const interaction = findInteraction(call, textAt(body, 'stateHandle'))
  if (!interaction) return expired()

  const password = textAt(body, 'credentials', 'passcode')
  return signInWith(call, interaction, { login: interaction.login, password })
}

/** POST /idp/idx/cancel: the same interaction from its start, under another handle. */
export async function cancel(call: Call): Promise<Response> {
  const { interactions } = call.org.state
  const interaction = interactions.take(textAt(await jsonOf(call), 'stateHandle'))
  if (!interaction) return expired()

  const again = { authorization: interaction.authorization, stateHandle: `02.id.${randomText()}` }
  interactions.put(again.stateHandle, again)
  return ion(200, nextForm(call.org, again))
}

/** Any other step: recovery, registration, factors. */
export const unsupported = (): Response => ion(400, terminal(UNSUPPORTED))

function signInWith(
  call: Call,
  interaction: Interaction,
  { login, password }: { login: string | undefined; password: string | undefined },
): Response {
  const person = findPersonWith(call.org, login, password)
  if (!person) {
    const message = interaction.login === undefined ? WRONG_PASSWORD : WRONG_PASSWORD_OF
    return ion(401, nextForm(call.org, interaction, message))
  }
  if (!isAssigned(interaction.authorization.client, person))
    return notAssigned(call.org, interaction)

  const { session, keepIn } = startSession(call, person)
  return keepIn(finish(call, interaction, session))
}

/** Somebody else can sign in on the form that comes with the message. */
function notAssigned(org: Org, interaction: Interaction): Response {
  delete interaction.login
  return ion(400, nextForm(org, interaction, NOT_ASSIGNED))
}

const expired = () => ion(401, terminal(SESSION_EXPIRED))

const findInteraction = ({ org }: Call, stateHandle: string | undefined) =>
  org.state.interactions.find(stateHandle)

function finish({ org }: Call, interaction: Interaction, session: Session): Response {
  const { authorization, stateHandle } = interaction
  const { person } = session
  if (!isAssigned(authorization.client, person)) return notAssigned(org, interaction)
  org.state.interactions.delete(stateHandle)
  const code = issueCode(org, authorization, { grantType: 'interaction_code', session })
  return ion(200, success(org, interaction, { person, code }))
}
