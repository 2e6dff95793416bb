import { isOrgServer } from './issuer.ts'
import { type OktaDefaults, ROOT_ID, Tenant } from './tenant.ts'

/**
 * The root tenant: configuration, not data, so that its people can sign in before anything is
 * installed and nobody can lock them out by a write. `item` is what installation left, if it has run.
 */
export const rootOf = (okta: OktaDefaults, item?: object): Tenant => ({
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
    },
  },
  status: 'ACTIVE',
  ...(item ? Installed.parse(item) : { createdOn: new Date(0).toISOString(), version: 0 }),
})

const Installed = Tenant.pick({ createdOn: true, version: true })
