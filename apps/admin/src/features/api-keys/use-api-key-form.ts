import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldProblems } from '../../lib/api-error.ts'
import { useKeptForm } from '../../lib/use-kept-form.ts'
import type { ElementProblem } from '../../ui/json-editor.tsx'
import { textOf } from '../permissions/permission-text.ts'
import {
  NO_VALUES,
  placeProblems,
  validators,
  valuesOf,
  type ApiKeyValues,
} from './api-key-values.ts'
import type { ApiKey } from './queries.ts'

export type ApiKeyForm = ReturnType<typeof useApiKeyForm>['form']

interface ApiKeyFormOptions<Saved> {
  apiKey: ApiKey | undefined
  /** `version`: the one that the values were made from. */
  save: (values: ApiKeyValues, version: number | undefined) => Promise<Saved>
  onSaved: (saved: Saved) => void
}

/** The state of the editor of an API key: its values, how to save them, what the API finds wrong. */
export function useApiKeyForm<Saved>({ apiKey, save, onSaved }: ApiKeyFormOptions<Saved>) {
  const queries = useQueryClient()
  const [problems, setProblems] = useState<ElementProblem[]>([])
  // The JSON editor keeps its own text, until it is another editor.
  const [editorKey, setEditorKey] = useState(0)
  const { form, version, settle, kept, isDirty } = useKeptForm<ApiKeyValues>({
    initialValues: apiKey ? valuesOf(apiKey) : NO_VALUES,
    validate: validators,
    version: apiKey?.version,
  })
  const saving = useMutation({
    mutationFn: (values: ApiKeyValues) => save(values, version),
    // What is answered may hold a token: it is kept no longer than somebody looks at it.
    gcTime: 0,
    onMutate: () => setProblems([]),
    onSuccess: async (saved) => {
      settle()
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
      onSaved(saved)
    },
    onError: (error) => {
      const { fields, elements } = placeProblems(fieldProblems(error))
      form.setErrors(fields)
      setProblems(elements)
    },
  })
  const reload = async () => {
    kept.discard()
    saving.reset()
    await queries.refetchQueries({ queryKey: ['api-keys'] })
  }
  const writePermissions = (text: string) => {
    form.setFieldValue('permissions', text)
    setProblems([])
  }
  const choosePermissions = (permissions: unknown) => {
    writePermissions(textOf(permissions))
    setEditorKey((it) => it + 1)
  }
  return {
    form,
    saving,
    problems,
    editorKey: `${editorKey} ${kept.isRestored}`,
    writePermissions,
    choosePermissions,
    reload,
    isDirty,
    kept,
  }
}
