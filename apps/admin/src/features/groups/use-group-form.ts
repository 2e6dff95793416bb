import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldProblems, hasCode } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { useKeptForm } from '../../lib/use-kept-form.ts'
import type { ElementProblem } from '../../ui/json-editor.tsx'
import {
  createInput,
  NO_VALUES,
  placeProblems,
  updateInput,
  validators,
  valuesOf,
  type GroupValues,
} from './group-values.ts'
import { createGroup, updateGroup, type SecurityGroup } from './queries.ts'

export type GroupForm = ReturnType<typeof useGroupForm>['form']

/** The state of the editor of a group: its values, how to save them, what the API finds wrong. */
export function useGroupForm(
  group: SecurityGroup | undefined,
  onSaved: (saved: { name: string }) => void,
) {
  const api = useApi()
  const queries = useQueryClient()
  const [problems, setProblems] = useState<ElementProblem[]>([])
  const { form, version, settle, kept, isDirty } = useKeptForm<GroupValues>({
    initialValues: group ? valuesOf(group) : NO_VALUES,
    validate: validators(!group),
    version: group?.version,
  })
  const save = useMutation({
    mutationFn: (values: GroupValues) =>
      group
        ? updateGroup(api, {
            id: group.id,
            data: updateInput(values, group),
            ifVersion: version ?? group.version,
          })
        : createGroup(api, createInput(values)),
    onMutate: () => setProblems([]),
    onSuccess: async (saved) => {
      settle()
      await queries.invalidateQueries({ queryKey: ['groups'] })
      onSaved(saved)
    },
    onError: (error) => {
      const { fields, elements } = placeProblems(fieldProblems(error))
      form.setErrors(fields)
      setProblems(elements)
      if (hasCode(error, 'GROUP_EXISTS')) form.setFieldError('slug', error.message)
    },
  })
  const reload = async () => {
    kept.discard()
    save.reset()
    await queries.refetchQueries({ queryKey: ['groups'] })
  }
  const writePermissions = (text: string) => {
    form.setFieldValue('permissions', text)
    setProblems([])
  }
  return {
    form,
    save,
    problems,
    writePermissions,
    reload,
    isDirty,
    kept,
  }
}
