import { useState } from 'react'
import { useIdentity } from '../../lib/session.tsx'
import { errorsBeside, useEdit } from '../../lib/use-edit.ts'
import { escalationProblems, placeProblems, textOf } from '../permissions/permission-text.ts'
import { NO_VALUES, validators, valuesOf, type ApiKeyValues } from './api-key-values.ts'
import type { ApiKey } from './queries.ts'

export type ApiKeyForm = ReturnType<typeof useApiKeyForm>['form']

interface ApiKeyFormOptions<Saved> {
  apiKey: ApiKey | undefined
  save: (values: ApiKeyValues, version: number | undefined) => Promise<Saved>
  onSaved: (saved: Saved) => void
}

export function useApiKeyForm<Saved>({ apiKey, save, onSaved }: ApiKeyFormOptions<Saved>) {
  const mine = useIdentity().permissions
  // The JSON editor keeps its own text, until it is another editor.
  const [editorKey, setEditorKey] = useState(0)
  const edit = useEdit({
    initialValues: apiKey ? valuesOf(apiKey) : NO_VALUES,
    validate: validators,
    version: apiKey?.version,
    queryKey: ['api-keys'],
    save,
    onSaved,
    problemsIn: (error, { permissions }) => ({
      ...placeProblems(error, PLACES),
      ...escalationProblems(error, permissions, mine),
    }),
  })
  const writePermissions = (text: string) => {
    edit.form.setFieldValue('permissions', text)
    edit.form.setErrors(errorsBeside('permissions'))
  }
  const choosePermissions = (permissions: unknown) => {
    writePermissions(textOf(permissions))
    setEditorKey((it) => it + 1)
  }
  return {
    ...edit,
    editorKey: `${editorKey} ${edit.kept.isRestored}`,
    writePermissions,
    choosePermissions,
  }
}

const PLACES = { name: 'name', description: 'description', expiresOn: 'expiry' }
