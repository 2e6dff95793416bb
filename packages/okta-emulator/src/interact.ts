import { parseAuthorization } from './authorization.ts'
import { parametersOf, type ServerCall } from './http.ts'
import { randomText } from './random.ts'

/** POST /v1/interact: the widget announces what it wants tokens for, before anybody signs in. */
export async function interact(call: ServerCall): Promise<Response> {
  const authorization = parseAuthorization(call, await parametersOf(call), 'interaction_code')
  const interaction = { stateHandle: `02.id.${randomText()}`, authorization }
  const interactionHandle = randomText()
  call.org.state.interactions.put(interaction.stateHandle, interaction)
  call.org.state.interactionHandles.put(interactionHandle, interaction.stateHandle)
  return Response.json({ interaction_handle: interactionHandle })
}
