import { z } from 'zod'
import { isOrgServer } from './issuer.ts'
import { ActiveSignIn, type OktaDefaults, ROOT_ID, Tenant } from './tenant.ts'

/**
 * The root tenant: configuration, not data, so that its people can sign in before anything is
 * installed and nobody can lock them out by a write. `item` is what installation left, if it has run, and the rules
 * that were activated since.
 */
export function rootOf(okta: OktaDefaults, item?: object): Tenant {
  const installed = item ? Installed.parse(item) : undefined
  return {
    id: ROOT_ID,
    name: 'Root',
    description: 'The tenant that all others are made from.',
    parent: null,
    tags: [],
    settings: {
      appClientId: okta.rootClientId,
      domains: [],
      okta: {
        issuer: okta.issuer,
        audience: okta.audience,
        tokenUse: isOrgServer(okta.issuer) ? 'ID' : 'ACCESS',
        serviceClientIds: [],
        groupNames: 'PLAIN',
        signIn: installed?.settings?.okta.signIn,
      },
    },
    status: 'ACTIVE',
    createdOn: installed?.createdOn ?? new Date(0).toISOString(),
    version: installed?.version ?? 0,
  }
}

const Installed = Tenant.pick({ createdOn: true, version: true }).extend({
  settings: z.object({ okta: z.object({ signIn: ActiveSignIn.optional() }) }).optional(),
})
