import { permissionProblem, permissionValues, textOf } from '../permissions/permission-text.ts'
import { dayProblem, expiresOn, isExpired, type ExpiryChoice } from './expiry.ts'
import { PRESETS } from './presets.ts'
import type { ApiKey, CreateApiKeyInput, UpdateApiKeyInput } from './queries.ts'

/** What the editor of an API key holds. */
export interface ApiKeyValues {
  name: string
  description: string
  expiry: ExpiryChoice
  /** The last day, if `expiry` is `day`. */
  expiryDay: string
  permissions: string
}

export const NO_VALUES: ApiKeyValues = {
  name: '',
  description: '',
  expiry: '90',
  expiryDay: '',
  permissions: textOf(PRESETS[0]?.permissions),
}

export const valuesOf = (apiKey: ApiKey): ApiKeyValues => ({
  name: apiKey.name,
  description: apiKey.description,
  expiry: 'keep',
  expiryDay: '',
  permissions: textOf(apiKey.permissions),
})

export function createInput(values: ApiKeyValues): CreateApiKeyInput {
  return { ...commonInput(values), expiresOn: expiresOn(values) ?? null }
}

/** An expiry that was not touched is not sent: it may lie in the past. */
export function updateInput(values: ApiKeyValues): UpdateApiKeyInput {
  const at = expiresOn(values)
  return { ...commonInput(values), ...(at !== undefined && { expiresOn: at }) }
}

/** How long a key can be made to live, in words; for a key that exists, also what it has. */
export function expiryChoices(apiKey?: ApiKey): { value: ExpiryChoice; label: string }[] {
  const choices = [
    { value: '30', label: 'In 30 days' },
    { value: '90', label: 'In 90 days' },
    { value: '365', label: 'In a year' },
    { value: 'day', label: 'After a day that you choose' },
  ] as const
  const never = { value: 'never', label: 'Never' } as const
  if (!apiKey) return [...choices, never]
  const at = apiKey.expiresOn
  if (at === null) return [{ value: 'keep', label: never.label }, ...choices]
  return [{ value: 'keep', label: keptLabel(at) }, ...choices, never]
}

export const validators = {
  name: (name: string) => {
    if (!name.trim()) return 'A key needs a name.'
    return name.trim().length > 100 ? 'Use at most 100 characters.' : null
  },
  expiryDay: (day: string, { expiry }: ApiKeyValues) => (expiry === 'day' ? dayProblem(day) : null),
  permissions: permissionProblem,
}

const commonInput = ({ name, description, permissions }: ApiKeyValues) => ({
  name: name.trim(),
  description: description.trim(),
  permissions: permissionValues(permissions),
})

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function keptLabel(at: string): string {
  const when = exact.format(new Date(at))
  return isExpired(at) ? `Expired on ${when}` : `On ${when}, as now`
}
