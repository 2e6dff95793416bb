import type { FormErrors } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useKeptForm, type FormValues, type KeptFormOptions } from './use-kept-form.ts'

interface Edit<Values extends FormValues, Saved> extends KeptFormOptions<Values> {
  /** Of the list that the edited thing stands in: it is read anew after a save. */
  queryKey: readonly string[]
  /** `version`: the one that the values were made from. */
  save: (values: Values, version: number | undefined) => Promise<Saved>
  onSaved: (saved: Saved) => void
  /** What a refusal says about single values, by their paths. */
  problemsIn: (error: Error, values: Values) => FormErrors
}

/** The state of an editor: its values, how to save them, what is wrong with them. */
export function useEdit<Values extends FormValues, Saved>(edit: Edit<Values, Saved>) {
  const { queryKey } = edit
  const queries = useQueryClient()
  const { form, version, settle, isDirty, kept } = useKeptForm<Values>(edit)
  const saving = useMutation({
    mutationFn: (values: Values) => edit.save(values, version),
    // What is answered may hold a secret: it is kept no longer than somebody looks at it.
    gcTime: 0,
    onSuccess: async (saved) => {
      settle()
      await queries.invalidateQueries({ queryKey })
      edit.onSaved(saved)
    },
    onError: (error, values) => form.setErrors(edit.problemsIn(error, values)),
  })
  const reload = async () => {
    kept.discard()
    saving.reset()
    await queries.refetchQueries({ queryKey })
  }
  return {
    form,
    saving,
    reload,
    isDirty,
    kept,
    /** What is wrong with the last save stands at a value. */
    isAtField: Object.keys(form.errors).length > 0,
  }
}

/** The errors at what stands below a path, by the rest of theirs. */
export function errorsBelow(errors: FormErrors, path: string): [rest: string, message: string][] {
  return Object.entries(errors).flatMap(([at, message]) =>
    at.startsWith(`${path}.`) && typeof message === 'string'
      ? [[at.slice(path.length + 1), message]]
      : [],
  )
}

/** All errors but those at what stands below a path: it was written anew. */
export const errorsBeside = (path: string) => (errors: FormErrors) =>
  Object.fromEntries(Object.entries(errors).filter(([at]) => !at.startsWith(`${path}.`)))
