import { permissionProblem, permissionValues, textOf } from '../permissions/permission-text.ts'
import type { CreateGroupInput, SecurityGroup, UpdateGroupInput } from './queries.ts'

/** What the editor of a group holds. */
export interface GroupValues {
  name: string
  slug: string
  description: string
  permissions: string
}

export const NO_VALUES: GroupValues = {
  name: '',
  slug: '',
  description: '',
  permissions: textOf([{ name: 'security.group', rwd: 'r' }]),
}

export const valuesOf = (group: SecurityGroup): GroupValues => ({
  name: group.name,
  slug: group.slug,
  description: group.description ?? '',
  permissions: textOf(group.permissions),
})

export function createInput(values: GroupValues): CreateGroupInput {
  return {
    name: values.name.trim(),
    slug: values.slug,
    description: values.description.trim(),
    permissions: permissionValues(values.permissions),
  }
}

/** Of a system group only the permissions can be set. */
export function updateInput(values: GroupValues, { system }: SecurityGroup): UpdateGroupInput {
  const permissions = permissionValues(values.permissions)
  if (system) return { permissions }
  return { name: values.name.trim(), description: values.description.trim(), permissions }
}

export const validators = (isNew: boolean) => ({
  name: (name: string) => (name.trim() ? null : 'A group needs a name.'),
  slug: (slug: string) =>
    !isNew || /^[a-z0-9][a-z0-9-]{0,59}$/.test(slug)
      ? null
      : 'Use a to z, 0 to 9 and -, beginning with a letter or a digit.',
  permissions: permissionProblem,
})
