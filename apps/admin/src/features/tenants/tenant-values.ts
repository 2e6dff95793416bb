import type { FieldProblem } from '../../lib/api-error.ts'
import type { Tenant } from '../../lib/tenants.ts'
import type { CreateTenantInput, UpdateTenantInput } from './mutations.ts'

/** What the form holds. */
export interface TenantValues {
  id: string
  name: string
  description: string
  appClientId: string
  issuer: string
  audience: string
  tokenUse: 'ACCESS' | 'ID'
}

export const NO_VALUES: TenantValues = {
  id: '',
  name: '',
  description: '',
  appClientId: '',
  issuer: '',
  audience: '',
  tokenUse: 'ACCESS',
}

export function valuesOf({ id, name, description, settings }: Tenant): TenantValues {
  const { appClientId, okta } = settings
  return {
    id,
    name,
    description,
    appClientId,
    issuer: okta?.issuer ?? '',
    audience: okta?.audience ?? '',
    tokenUse: okta?.tokenUse ?? 'ACCESS',
  }
}

export function createInput(values: TenantValues): CreateTenantInput {
  return { ...updateInput(values), ...(values.id && { id: values.id }) }
}

/** What the form does not show is sent back as it was read. */
export function updateInput(values: TenantValues, tenant?: Tenant): UpdateTenantInput {
  const { issuer, audience, tokenUse } = values
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    tags: tenant?.tags ?? [],
    settings: {
      appClientId: values.appClientId.trim(),
      domains: tenant?.settings.domains.map(({ fqdn }) => ({ fqdn })) ?? [],
      okta: {
        issuer: issuer.trim() || null,
        audience: audience.trim() || null,
        tokenUse,
        serviceClientIds: tenant?.settings.okta?.serviceClientIds ?? [],
      },
    },
  }
}

/** What the form refuses by itself; everything else is the API's to judge. */
export const validators = (isNew: boolean) => ({
  name: (name: string) => (name.trim() ? null : 'A tenant needs a name.'),
  id: (id: string) =>
    !isNew || id === '' || /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/.test(id)
      ? null
      : 'Use 2 to 40 characters: a to z, 0 to 9, and - in between.',
  issuer: (issuer: string) =>
    issuer.trim() === '' || URL.canParse(issuer.trim()) ? null : 'This is not an address.',
})

/** The API's findings at the fields that they are about. */
export function formErrors(
  problems: readonly FieldProblem[],
): Partial<Record<keyof TenantValues, string>> {
  const errors: Partial<Record<keyof TenantValues, string>> = {}
  for (const { fieldId, error } of problems) {
    const field = FIELDS.find((name) => fieldId.split('.').at(-1) === name)
    if (field) errors[field] ??= error
  }
  return errors
}

const FIELDS = [
  'id',
  'name',
  'description',
  'appClientId',
  'issuer',
  'audience',
  'tokenUse',
] as const
