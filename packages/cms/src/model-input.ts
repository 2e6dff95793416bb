import { invalid, validated } from '@tenantry/security'
import { z } from 'zod'
import { contradiction, FieldInputs, LayoutInput } from './field-input.ts'
import type { Field } from './fields.ts'
import { isDeeperThan } from './json.ts'
import type { StoredModel } from './model.ts'

const ApiName = z
  .string()
  .max(100)
  .regex(/^[A-Z][A-Za-z0-9]*$/, 'Use letters and digits, beginning with a capital.')
const FieldRef = z.string().max(100).nullish()

export const ModelUpdate = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  singularApiName: ApiName.optional(),
  pluralApiName: ApiName.optional(),
  group: z.looseObject({ id: z.string() }).optional(),
  icon: z.string().max(200).nullish(),
  description: z.string().max(1000).nullish(),
  tags: z.array(z.string().max(50)).max(50).nullish(),
  layout: LayoutInput,
  fields: FieldInputs,
  titleFieldId: FieldRef,
  descriptionFieldId: FieldRef,
  imageFieldId: FieldRef,
})
export const ModelInput = ModelUpdate.extend({
  modelId: z
    .string()
    .max(100)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'Use letters, digits, _ and -, beginning with a letter.')
    .nullish(),
  name: z.string().trim().min(1).max(100),
  singularApiName: ApiName,
  pluralApiName: ApiName,
  group: z.looseObject({ id: z.string() }),
  defaultFields: z.boolean().nullish(),
})

interface Titles {
  titleFieldId?: string | null | undefined
  descriptionFieldId?: string | null | undefined
  imageFieldId?: string | null | undefined
}

/** Which fields stand for an entry where it is named. Without a wish the first text is the title. */
export function titlesOf(
  wished: Titles,
  fields: readonly Field[],
): Pick<StoredModel, 'titleFieldId' | 'descriptionFieldId' | 'imageFieldId'> {
  const pick = (fieldId: string | null | undefined, types: readonly Field['type'][]) => {
    if (!fieldId || fieldId === 'id') return null
    const field = fields.find((it) => it.fieldId === fieldId)
    if (!field) throw contradiction(`Field does not exist in the model: "${fieldId}".`)
    if (field.multipleValues || !types.includes(field.type))
      throw contradiction(`The field "${fieldId}" cannot stand for an entry.`)
    return fieldId
  }
  const firstText = fields.find((it) => it.type === 'text' && !it.multipleValues)
  return {
    titleFieldId:
      pick(wished.titleFieldId, ['text', 'number', 'datetime']) ?? firstText?.fieldId ?? 'id',
    descriptionFieldId: pick(wished.descriptionFieldId, ['text', 'long-text']),
    imageFieldId: pick(wished.imageFieldId, ['file']),
  }
}

/** DynamoDB keeps 32 levels, two of which are around the data. */
const MAX_DEPTH = 30

export const parseModelInput = (data: unknown) => validated(ModelInput, shallow(data))
export const parseModelUpdate = (data: unknown) => validated(ModelUpdate, shallow(data))

function shallow(data: unknown): unknown {
  if (!isDeeperThan(data, MAX_DEPTH)) return data
  throw invalid([{ error: 'It is nested too deeply.', fieldId: 'fields' }])
}
