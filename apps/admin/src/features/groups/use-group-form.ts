import { ApiError } from '../../lib/api-error.ts'
import { useApi, useIdentity } from '../../lib/session.tsx'
import { errorsBeside, useEdit } from '../../lib/use-edit.ts'
import { escalationProblems, placeProblems } from '../permissions/permission-text.ts'
import { createInput, NO_VALUES, updateInput, validators, valuesOf } from './group-values.ts'
import { createGroup, updateGroup, type SecurityGroup } from './queries.ts'

export type GroupForm = ReturnType<typeof useGroupForm>['form']

export function useGroupForm(
  group: SecurityGroup | undefined,
  onSaved: (saved: { name: string }) => void,
  slug = '',
) {
  const api = useApi()
  const mine = useIdentity().permissions
  const edit = useEdit({
    initialValues: group ? valuesOf(group) : { ...NO_VALUES, slug },
    validate: validators(!group),
    version: group?.version,
    queryKey: ['groups'],
    save: (values, version) =>
      group
        ? updateGroup(api, {
            id: group.id,
            data: updateInput(values, group),
            ifVersion: version ?? group.version,
          })
        : createGroup(api, createInput(values)),
    onSaved,
    problemsIn: (error, { permissions }) => ({
      ...groupProblems(error),
      ...escalationProblems(error, permissions, mine),
    }),
  })
  const writePermissions = (text: string) => {
    edit.form.setFieldValue('permissions', text)
    edit.form.setErrors(errorsBeside('permissions'))
  }
  return { ...edit, writePermissions }
}

const PLACES = { name: 'name', slug: 'slug', description: 'description' }

export function groupProblems(error: unknown) {
  if (error instanceof ApiError && error.code === 'GROUP_EXISTS') return { slug: error.message }
  return placeProblems(error, PLACES)
}
