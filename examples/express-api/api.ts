import { createVerifier, TokenError, type TokenIdentity } from '@tenantry/okta-security'
import express, { type NextFunction, type Request, type Response } from 'express'

export interface ApiOptions {
  issuer: string
  audience: string
  clientIds: readonly string[]
}

/** An API that tells whoever shows a good access token who they are. */
export function createApi({ issuer, audience, clientIds }: ApiOptions) {
  const verify = createVerifier({
    issuers: [{ issuer, audience, clientIds, tokenUse: 'ACCESS', scopes: null }],
    keyStore: null,
  })

  async function authenticate(request: Request, response: Response, next: NextFunction) {
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    try {
      response.locals.caller = await verify(token)
    } catch (error) {
      // Which check failed is nobody's business; an outage is no 401.
      if (!(error instanceof TokenError)) throw error
      response.set('www-authenticate', 'Bearer error="invalid_token"').status(401).end()
      return
    }
    next()
  }

  const api = express().disable('x-powered-by')
  api.get('/me', authenticate, (_, response) => {
    const { type, id }: TokenIdentity = response.locals.caller
    response.json({ type, id })
  })
  return api
}
