import { issueCode } from './authorization.ts'
import { jsonOf, textAt, type Call } from './http.ts'
import {
  identifyForm,
  ion,
  NOT_ASSIGNED,
  SESSION_EXPIRED,
  success,
  terminal,
  UNSUPPORTED,
  WRONG_PASSWORD,
} from './idx-documents.ts'
import { findPersonWith, isAssigned, type Interaction, type Session } from './org.ts'
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
    return ion(200, identifyForm(call.org, interaction))
  return finish(call, interaction, session)
}

/** POST /idp/idx/identify: login and password. */
export async function identify(call: Call): Promise<Response> {
  const body = await jsonOf(call)
  const interaction = findInteraction(call, textAt(body, 'stateHandle'))
  if (!interaction) return expired()

  const password = textAt(body, 'credentials', 'passcode')
  const person = findPersonWith(call.org, textAt(body, 'identifier'), password)
  if (!person) return ion(401, identifyForm(call.org, interaction, WRONG_PASSWORD))
  if (!isAssigned(interaction.authorization.client, person))
    return ion(400, identifyForm(call.org, interaction, NOT_ASSIGNED))

  const { session, keepIn } = startSession(call, person)
  return keepIn(finish(call, interaction, session))
}

/** POST /idp/idx/cancel: the same interaction from its start, under another handle. */
export async function cancel(call: Call): Promise<Response> {
  const { interactions } = call.org.state
  const interaction = interactions.take(textAt(await jsonOf(call), 'stateHandle'))
  if (!interaction) return expired()

  const again = { ...interaction, stateHandle: `02.id.${randomText()}` }
  interactions.put(again.stateHandle, again)
  return ion(200, identifyForm(call.org, again))
}

/** Any other step: recovery, registration, factors. */
export const unsupported = (): Response => ion(400, terminal(UNSUPPORTED))

const expired = () => ion(401, terminal(SESSION_EXPIRED))

const findInteraction = ({ org }: Call, stateHandle: string | undefined) =>
  org.state.interactions.find(stateHandle)

function finish({ org }: Call, interaction: Interaction, session: Session): Response {
  const { authorization, stateHandle } = interaction
  const { person } = session
  if (!isAssigned(authorization.client, person))
    return ion(400, identifyForm(org, interaction, NOT_ASSIGNED))
  org.state.interactions.delete(stateHandle)
  const code = issueCode(org, authorization, { grantType: 'interaction_code', session })
  return ion(200, success(org, interaction, { person, code }))
}
