import { useQueryClient } from '@tanstack/react-query'
import { useContent } from '../../lib/content.tsx'
import type { Model } from '../../lib/content-models.ts'
import { errorsBeside, useEdit } from '../../lib/use-edit.ts'
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

export function useModelForm({ model, groups, onSaved }: Start) {
  const content = useContent()
  const queries = useQueryClient()
  const groupFor = async ({ groupId, newGroup }: ModelValues) => {
    if (groupId !== NEW_GROUP) return groupId
    const made = await createModelGroup(content, newGroup.trim())
    await queries.invalidateQueries({ queryKey: ['model-groups'] })
    // If the model is refused now, the next attempt finds the group there.
    edit.form.setFieldValue('groupId', made.id)
    return made.id
  }
  const edit = useEdit({
    initialValues: model ? valuesOf(model) : startingIn(groups),
    validate: validators,
    version: model?.version,
    queryKey: ['models'],
    save: async (values: ModelValues, version): Promise<Model> => {
      const data = modelInput(values, await groupFor(values), model)
      return model
        ? updateModel(content, {
            modelId: model.modelId,
            data,
            ifVersion: version ?? model.version,
          })
        : createModel(content, data)
    },
    onSaved,
    problemsIn: (error, { fields }) => placeProblems(error, fields),
  })
  const setFields = (fields: ModelValues['fields']) => {
    edit.form.setFieldValue('fields', fields)
    edit.form.setErrors(errorsBeside('fields'))
  }
  return { ...edit, setFields }
}

/** Without a group there is only one thing to choose. */
const startingIn = (groups: ModelGroup[]): ModelValues => {
  const [only, ...others] = groups
  if (!only) return { ...NO_VALUES, groupId: NEW_GROUP }
  return { ...NO_VALUES, groupId: others.length === 0 ? only.id : '' }
}
