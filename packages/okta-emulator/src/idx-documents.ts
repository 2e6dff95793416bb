import type { Authorization, Interaction, Org } from './org.ts'
import type { Person } from './seed.ts'

const ACCEPTS = 'application/json; okta-version=1.0.0'
const PRODUCES = 'application/ion+json; okta-version=1.0.0'

/** A message of the widget: it shows its own words for `key`, else `message`. */
export interface Message {
  key: string
  message: string
}

export const WRONG_PASSWORD: Message = {
  key: 'errors.E0000004',
  message: 'Authentication failed',
}
/** The same where the login was asked for before. */
export const WRONG_PASSWORD_OF: Message = {
  key: 'incorrectPassword',
  message: 'Password is incorrect',
}
export const NOT_ASSIGNED: Message = {
  key: 'idx.error.user.not.assigned.to.app',
  message: 'User is not assigned to this application.',
}
export const SESSION_EXPIRED: Message = {
  key: 'idx.session.expired',
  message: 'You have been logged out due to inactivity. Refresh or return to the sign in screen.',
}
export const UNSUPPORTED: Message = {
  key: 'idx.operation.not.supported',
  message: 'The local stand-in for Okta does not offer this.',
}

/** A document of the Identity Engine. An error, too, is one: auth-js knows it by its `version`. */
export function ion(status: number, document: object): Response {
  return new Response(JSON.stringify({ version: '1.0.0', ...document }), {
    status,
    headers: { 'content-type': PRODUCES },
  })
}

/** The end of the road: no form leads on from here. */
export const terminal = (message: Message): object => ({
  stateHandle: null,
  intent: 'LOGIN',
  messages: messages(message),
})

/** What comes next: login and password on one page, or one after the other. */
export function nextForm(org: Org, interaction: Interaction, message?: Message): object {
  return {
    ...envelope(org, interaction),
    ...(message && { messages: messages(message) }),
    remediation: { type: 'array', value: [stepOf(org, interaction)] },
    currentAuthenticator: {
      type: 'object',
      value: {
        type: 'password',
        key: 'okta_password',
        id: 'aut_password',
        displayName: 'Password',
        methods: [{ type: 'password' }],
      },
    },
    ...(interaction.login !== undefined && {
      user: { type: 'object', value: { identifier: interaction.login } },
    }),
  }
}

const PASSWORD = {
  name: 'credentials',
  type: 'object',
  form: { value: [{ name: 'passcode', label: 'Password', secret: true }] },
  required: true,
}

function stepOf(org: Org, { stateHandle, authorization, login }: Interaction): object {
  const form = formsOf(org, stateHandle)
  if (login !== undefined) {
    const step = form('challenge-authenticator', [PASSWORD], 'challenge/answer')
    return { ...step, relatesTo: ['$.currentAuthenticator'] }
  }
  const { loginHint } = authorization
  return form('identify', [
    {
      name: 'identifier',
      label: 'Username',
      required: true,
      ...(loginHint !== undefined && { value: loginHint }),
    },
    ...(org.identifierFirst ? [] : [PASSWORD]),
    { name: 'rememberMe', type: 'boolean', label: 'Keep me signed in' },
  ])
}

/** Signed in: where and with which code the tokens are to be had. */
export function success(
  org: Org,
  interaction: Interaction,
  { person, code }: { person: Person; code: string },
): object {
  const { client, server } = interaction.authorization
  const { id, login, firstName, lastName } = person
  return {
    ...envelope(org, interaction),
    user: {
      type: 'object',
      value: {
        id,
        identifier: login,
        profile: { firstName, lastName, timeZone: 'America/Los_Angeles', locale: 'en_US' },
      },
    },
    successWithInteractionCode: {
      rel: ['create-form'],
      name: 'issue',
      href: `${server.endpoints}/token`,
      method: 'POST',
      accepts: 'application/x-www-form-urlencoded',
      value: [
        { name: 'grant_type', required: true, value: 'interaction_code' },
        { name: 'interaction_code', required: true, value: code },
        { name: 'client_id', required: true, value: client.id },
        { name: 'code_verifier', required: true },
      ],
    },
  }
}

function envelope(org: Org, { stateHandle, authorization }: Interaction): object {
  return {
    stateHandle,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    intent: 'LOGIN',
    cancel: formsOf(org, stateHandle)('cancel', []),
    app: appOf(authorization),
  }
}

const appOf = ({ client }: Authorization) => ({
  type: 'object',
  value: { name: 'oidc_client', label: client.label, id: client.id },
})

const formsOf =
  (org: Org, stateHandle: string) =>
  (name: string, fields: object[], path = name) => ({
    rel: ['create-form'],
    name,
    href: `${org.origin}/idp/idx/${path}`,
    method: 'POST',
    produces: PRODUCES,
    value: [
      ...fields,
      { name: 'stateHandle', required: true, value: stateHandle, visible: false, mutable: false },
    ],
    accepts: ACCEPTS,
  })

const messages = ({ key, message }: Message) => ({
  type: 'array',
  value: [{ message, i18n: { key, params: [] }, class: 'ERROR' }],
})
