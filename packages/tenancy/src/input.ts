import type { AppError } from '@tenantry/errors'
import { invalid } from '@tenantry/security'
import { z } from 'zod'
import { TenantId } from './tenant.ts'

/** They would read as parts of the system in URLs and logs. */
const RESERVED_IDS = ['root', 'platform', 'system', 'www', 'api']

const ClientId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, 'Copy the client ID from the app in Okta, e.g. 0oa1b2c3.')

const Fqdn = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'Give a domain such as cms.example.com.',
  )

const Domains = z
  .array(z.object({ fqdn: Fqdn }))
  .max(20)
  .refine(
    (all) => new Set(all.map(({ fqdn }) => fqdn)).size === all.length,
    'A domain is named twice.',
  )

/** An empty field of a form means the deployment's own. */
const OrDefault = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => (text === '' ? null : text))

const Okta = z.object({
  issuer: OrDefault,
  audience: OrDefault,
  tokenUse: z.enum(['ACCESS', 'ID']).nullish(),
  serviceClientIds: z.array(ClientId).max(10).nullish(),
})

/** What is absent in `settings` stays as it is: v5 clients know nothing of `okta`. */
export const UpdateTenantInput = z.object({
  name: z.string().trim().min(1, 'Give the tenant a name.').max(100),
  description: z.string().trim().max(1000),
  tags: z.array(z.string().trim().min(1).max(50)).max(50),
  settings: z.object({
    appClientId: ClientId,
    domains: Domains.nullish(),
    okta: Okta.nullish(),
  }),
})
export type UpdateTenantInput = z.infer<typeof UpdateTenantInput>

const WantedId = TenantId.refine((id) => !RESERVED_IDS.includes(id), 'This id is reserved.')

export const CreateTenantInput = UpdateTenantInput.extend({ id: WantedId.nullish() })

/** A value that only the configuration or the table can tell to be wrong. */
export const wrong = (fieldId: string, error: string): AppError => invalid([{ error, fieldId }])
