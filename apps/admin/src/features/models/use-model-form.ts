import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useContent } from '../../lib/content.tsx'
import type { Model } from '../../lib/content-models.ts'
import { useKeptForm } from '../../lib/use-kept-form.ts'
import {
  modelInput,
  NEW_GROUP,
  NO_VALUES,
  placeProblems,
  validators,
  valuesOf,
  type ModelValues,
} from './model-values.ts'
import { createModel, createModelGroup, updateModel, type ModelGroup } from './queries.ts'

export type ModelForm = ReturnType<typeof useModelForm>['form']

interface Start {
  model: Model | undefined
  groups: ModelGroup[]
  onSaved: (saved: Model) => void
}

/** The state of the builder of a model: its values, how to save them, what the API finds wrong. */
export function useModelForm({ model, groups, onSaved }: Start) {
  const content = useContent()
  const queries = useQueryClient()
  const [problems, setProblems] = useState<Record<string, string>>({})
  const { form, version, settle, kept, isDirty } = useKeptForm<ModelValues>({
    initialValues: model ? valuesOf(model) : startingIn(groups),
    validate: validators,
    version: model?.version,
  })
  const groupFor = async ({ groupId, newGroup }: ModelValues) => {
    if (groupId !== NEW_GROUP) return groupId
    const made = await createModelGroup(content, newGroup.trim())
    await queries.invalidateQueries({ queryKey: ['model-groups'] })
    // If the model is refused now, the next attempt finds the group there.
    form.setFieldValue('groupId', made.id)
    return made.id
  }
  const save = useMutation({
    mutationFn: async (values: ModelValues) => {
      const data = modelInput(values, await groupFor(values), model)
      return model
        ? updateModel(content, {
            modelId: model.modelId,
            data,
            ifVersion: version ?? model.version,
          })
        : createModel(content, data)
    },
    onMutate: () => setProblems({}),
    onSuccess: async (saved) => {
      settle()
      await queries.invalidateQueries({ queryKey: ['models'] })
      onSaved(saved)
    },
    onError: (error, { fields }) => {
      const { atControls, atFields } = placeProblems(error, fields)
      form.setErrors(atControls)
      setProblems(atFields)
    },
  })
  const reload = async () => {
    kept.discard()
    save.reset()
    await queries.refetchQueries({ queryKey: ['models'] })
  }
  return {
    form,
    save,
    problems,
    reload,
    isDirty,
    kept,
    setFields: (fields: ModelValues['fields']) => {
      form.setFieldValue('fields', fields)
      setProblems({})
    },
  }
}

/** Without a group there is only one thing to choose. */
const startingIn = (groups: ModelGroup[]): ModelValues => {
  const [only, ...others] = groups
  if (!only) return { ...NO_VALUES, groupId: NEW_GROUP }
  return { ...NO_VALUES, groupId: others.length === 0 ? only.id : '' }
}
