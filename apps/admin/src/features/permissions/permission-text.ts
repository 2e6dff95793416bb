import type { FormErrors } from '@mantine/form'
import { fieldProblems, hasCode } from '../../lib/api-error.ts'
import { implies, permissionsOf, type Permission } from '../../lib/permissions.ts'

type Reading = { permissions: Permission[]; values: unknown[] } | { problem: string }

/** The permissions that a text holds, or why it holds none. */
export function readPermissions(text: string): Reading {
  let values: unknown
  try {
    values = JSON.parse(text)
  } catch {
    return { problem: 'This is not JSON yet.' }
  }
  if (!Array.isArray(values))
    return { problem: 'Permissions are a list: start with [ and end with ].' }
  const permissions = permissionsOf(values)
  if (permissions.length < values.length) {
    return { problem: 'Each permission is an object with a "name".' }
  }
  return { permissions, values }
}

export const textOf = (permissions: unknown): string => JSON.stringify(permissions, null, 2)

/** Why a text cannot be saved. */
export function permissionProblem(text: string): string | null {
  const reading = readPermissions(text)
  return 'problem' in reading ? reading.problem : null
}

/** What is sent; nothing of a text that holds no permissions. */
export function permissionValues(text: string): Permission[] {
  const reading = readPermissions(text)
  return 'problem' in reading ? [] : reading.permissions
}

/**
 * What the API refuses, by its path in the form, where `places` tells how a field of the input is
 * called there. What has no place of its own is said at the permissions.
 */
export function placeProblems(error: unknown, places: Record<string, string>): FormErrors {
  const errors: Record<string, string> = {}
  for (const { fieldId, error: message } of fieldProblems(error)) {
    const place = fieldId.startsWith('permissions.') ? fieldId : places[fieldId.split('.')[0] ?? '']
    errors[place ?? 'permissions'] ??= message
  }
  return errors
}

/**
 * Which permissions of a text were more than one may grant, when the API has refused it: those that
 * one does not hold oneself. It looks at each group of the caller alone, and may miss them together.
 */
export function escalationProblems(
  error: unknown,
  text: string,
  mine: readonly Permission[],
): FormErrors {
  if (!hasCode(error, 'ESCALATION_REFUSED')) return {}
  const lacking = permissionValues(text).flatMap((it, index) =>
    it.name === 'content.i18n' || mine.some((held) => implies(held, it)) ? [] : [index],
  )
  if (lacking.length === 0) return { permissions: NOT_TOGETHER }
  return Object.fromEntries(lacking.map((index) => [`permissions.${index}.name`, NOT_HELD]))
}

const NOT_HELD = 'This is more than you hold yourself, so you cannot grant it.'
const NOT_TOGETHER =
  'You hold each of these, but no one group of yours holds them all, with all its limits.'
