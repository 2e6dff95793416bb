import { createHash } from 'node:crypto'
import { AppError } from '@tenantry/errors'
import { defining } from '@tenantry/security'
import { z } from 'zod'
import type { Model, ModelGroup } from './model.ts'
import { type GroupInput, newGroup } from './model-groups.ts'
import { type ModelInput, parseModelInput } from './model-input.ts'
import { newModel } from './model-records.ts'
import { assertNoClash } from './names.ts'

export type ModelGroupDefinition = z.input<typeof GroupInput> & { id: string }
/** `group` is the id of a group that is defined in code as well. */
export type ModelDefinition = Omit<
  z.input<typeof ModelInput>,
  'modelId' | 'group' | 'defaultFields'
> & { modelId: string; group: string }

/** A model group as code has it: the editor knows what may stand there. */
export const defineModelGroup = (group: ModelGroupDefinition): ModelGroupDefinition => group
/** A model as code has it: what is left out begins as with `createModel`. */
export const defineModel = (model: ModelDefinition): ModelDefinition => model

export interface Definitions {
  groups: readonly ModelGroupDefinition[]
  models: readonly ModelDefinition[]
}

/** What every tenant gets in every locale, checked. */
export interface CheckedDefinitions {
  groups: { id: string; data: ModelGroupDefinition; digest: string }[]
  models: {
    modelId: string
    groupId: string
    data: ReturnType<typeof parseModelInput>
    digest: string
  }[]
}

/**
 * Checks definitions as the API checks what it is sent.
 *
 * @throws TypeError that names the model or the group, and the field.
 */
export function checkDefinitions({ groups, models }: Definitions): CheckedDefinitions {
  const madeGroups: ModelGroup[] = []
  const madeModels: Model[] = []
  return {
    groups: groups.map((data) =>
      naming(`group "${data.id}"`, data, () => {
        const group = newGroup({ principal: defining }, '', data)
        if (madeGroups.some(({ id, slug }) => id === group.id || slug === group.slug))
          throw new AppError('GROUP_EXISTS', 'Another one has its id or its slug.')
        madeGroups.push(group)
        return { id: group.id, data, digest: digestOf(data) }
      }),
    ),
    models: models.map((definition) =>
      naming(`model "${definition.modelId}"`, definition, () => {
        const { group: groupId, ...rest } = definition
        const data = parseModelInput({ ...rest, group: { id: groupId } })
        const group = madeGroups.find(({ id }) => id === groupId)
        if (!group)
          throw new AppError('GROUP_NOT_FOUND', `No group "${groupId}" is defined in code.`)
        const model = newModel({ principal: defining }, group, data)
        if (madeModels.some(({ modelId }) => same(modelId, model.modelId)))
          throw new AppError('MODEL_ID_EXISTS', 'Another one has its id.')
        assertNoClash(model, madeModels)
        assertTitlesAsDefined(definition, model)
        madeModels.push(model)
        return { modelId: model.modelId, groupId, data, digest: digestOf(definition) }
      }),
    ),
  }
}

/** The API takes another field where one cannot stand for an entry; who writes code mends the code. */
function assertTitlesAsDefined(definition: ModelDefinition, model: Model): void {
  for (const name of ['titleFieldId', 'descriptionFieldId', 'imageFieldId'] as const) {
    const wished = definition[name]
    if (wished && wished !== 'id' && wished !== model[name])
      throw new AppError('VALIDATION_ERROR', `The ${name} "${wished}" cannot stand for an entry.`)
  }
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const digestOf = (definition: object): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex')

/** Whoever starts the process learns which definition is wrong, and where. */
function naming<T>(name: string, definition: object, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { data = [] } = Problems.safeParse(error.data)
    const problems = data.map(({ fieldId, error: message }) =>
      fieldId ? `${fieldNamed(fieldId, definition)}: ${message}` : message,
    )
    throw new TypeError(`The ${name} in code: ${problems.join(' ') || error.message}`, {
      cause: error,
    })
  }
}
const Problems = z.array(z.object({ error: z.string(), fieldId: z.string() }))
const WithFields = z.object({ fields: z.array(z.object({ fieldId: z.string() })) })

/** `fields.0.type` is `fields.title.type` to who wrote the definition. */
const fieldNamed = (path: string, definition: object): string =>
  path.replace(/^fields\.(\d+)/, (position, index: string) => {
    const { data } = WithFields.safeParse(definition)
    const field = data?.fields[Number(index)]
    return field ? `fields.${field.fieldId}` : position
  })
