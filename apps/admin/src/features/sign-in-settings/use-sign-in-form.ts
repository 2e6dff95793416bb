import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../lib/session.tsx'
import { useEdit } from '../../lib/use-edit.ts'
import { activate, discardDraft, KEY, saveDraft, type SignInSettings } from './queries.ts'
import { inputOf, problemsIn, validators, valuesOf } from './sign-in-values.ts'

export type SignInForm = ReturnType<typeof useSignInForm>['form']

interface Start {
  settings: SignInSettings
  onSaved: () => void
  onActivated: () => void
  onDiscarded: () => void
}

/** The draft of the sign-in settings: to edit, to save, to drop, to make count. */
export function useSignInForm({ settings, onSaved, onActivated, onDiscarded }: Start) {
  const api = useApi()
  const queries = useQueryClient()
  const edit = useEdit({
    initialValues: valuesOf(settings.draft ?? settings.active),
    validate: validators,
    version: settings.version,
    queryKey: KEY,
    save: (values, version = settings.version) => saveDraft(api, inputOf(values), version),
    onSaved,
    problemsIn,
  })
  const settle = async () => {
    edit.kept.forget()
    await queries.invalidateQueries({ queryKey: KEY })
  }
  const activating = useMutation({
    mutationFn: () => activate(api, settings.version),
    onSuccess: async () => {
      await settle()
      onActivated()
    },
    onError: (error) => edit.form.setErrors(problemsIn(error)),
  })
  const discarding = useMutation({
    mutationFn: () => discardDraft(api, settings.version),
    onSuccess: async () => {
      await settle()
      onDiscarded()
    },
  })
  return { ...edit, activating, discarding }
}
