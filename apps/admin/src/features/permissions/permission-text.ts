import { permissionsOf, type Permission } from '../../lib/permissions.ts'

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
