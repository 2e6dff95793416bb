// oxlint-disable-next-line no-restricted-imports -- this package is the one that holds it
import { platformTable, type TableOptions, type TenantItem } from '@tenantry/dynamo'
import type { Scope } from '@tenantry/security'
import { z } from 'zod'

export const ROOT_ID = 'root'

/** Ids stand in URLs and in every key: a slug, or the 24 hex digits that a tenant without a wish gets. */
export const TenantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/)

export const ActiveSignIn = z.object({ text: z.string(), activatedOn: z.string() })

export const TenantOkta = z.object({
  /** As it stands in `iss`. `null`: the deployment's own. */
  issuer: z.string().nullable(),
  audience: z.string().nullable(),
  tokenUse: z.enum(['ACCESS', 'ID']),
  serviceClientIds: z.array(z.string()),
  /** `QUALIFIED` where another tenant names the same client: only `<tenantId>:<group>` counts. */
  groupNames: z.enum(['PLAIN', 'QUALIFIED']),
  /** The active rules by which tokens are read, see `compiled`. Absent: there are none. */
  signIn: ActiveSignIn.optional(),
})
export type TenantOkta = z.infer<typeof TenantOkta>

/** A tenant. `version` counts the saves of this record, for `ifVersion`; 0 is root before installation. */
export const Tenant = z.object({
  id: TenantId,
  name: z.string(),
  description: z.string(),
  parent: z.string().nullable().default(null),
  tags: z.array(z.string()),
  settings: z.object({
    appClientId: z.string(),
    domains: z.array(z.object({ fqdn: z.string() })),
    okta: TenantOkta,
  }),
  status: z.enum(['ACTIVE', 'DISABLED']),
  createdOn: z.string(),
  version: z.number().int(),
})
export type Tenant = z.infer<typeof Tenant>

/** What the deployment is configured with: the defaults of every tenant, and all of root. */
export interface OktaDefaults {
  issuer: string
  audience: string
  rootClientId: string
  /** The orgs that this deployment talks to; `https://*.okta.com` admits one label for the star. */
  origins: readonly string[]
}

/** What belongs to the deployment and not to one tenant. */
export interface Platform {
  table: ReturnType<typeof platformTable>
  /** Opens the table of the tenant that is being made, and no other. */
  options: TableOptions
  okta: OktaDefaults
}

export const openPlatform = (options: TableOptions, okta: OktaDefaults): Platform => ({
  table: platformTable(options),
  options,
  okta,
})

/** A scope that also reaches the platform area: only the use cases of this package ask for it. */
export interface TenancyScope extends Scope {
  tenant: Tenant
  platform: Platform
}

/** The record as the platform area keeps it: with the fields that its pointers are made from. */
export const stored = (tenant: Tenant): TenantItem => ({
  ...tenant,
  parent: tenant.parent ?? undefined,
  domains: tenant.settings.domains.map(({ fqdn }) => fqdn),
})
