import { invalid, validated } from '@tenantry/security'
import { z } from 'zod'
import { FieldInputs, LayoutInput } from './field-input.ts'
import type { Field } from './fields.ts'
import { isDeeperThan } from './json.ts'
import type { StoredModel } from './model.ts'
import { camelCased } from './names.ts'

const ApiName = z
  .string()
  .max(100)
  .regex(/^[A-Z][A-Za-z0-9]*$/, 'Use letters and digits, beginning with a capital.')
const FieldRef = z.string().max(100).nullish()

/** A model group by its id, alone or in an object: v5's RefInput is either. */
const GroupRef = z
  .union([z.string(), z.looseObject({ id: z.string() })], 'Name the model group: { "id": "…" }.')
  .transform((it) => (typeof it === 'string' ? { id: it } : it))

export const ModelUpdate = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  singularApiName: ApiName.optional(),
  pluralApiName: ApiName.optional(),
  group: GroupRef.optional(),
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
    .transform(camelCased)
    .nullish(),
  name: z.string().trim().min(1).max(100),
  singularApiName: ApiName,
  pluralApiName: ApiName,
  group: GroupRef,
  defaultFields: z.boolean().nullish(),
})

interface Titles {
  titleFieldId?: string | null | undefined
  descriptionFieldId?: string | null | undefined
  imageFieldId?: string | null | undefined
}

/**
 * Which fields stand for an entry where it is named. Without a wish, or where that one cannot, the
 * first that can, as in v5.
 */
export function titlesOf(
  wished: Titles,
  fields: readonly Field[],
): Pick<StoredModel, 'titleFieldId' | 'descriptionFieldId' | 'imageFieldId'> {
  const single = fields.filter(({ multipleValues }) => !multipleValues)
  const pick = (
    fieldId: string | null | undefined,
    types: readonly Field['type'][],
    isObvious: (field: Field) => boolean,
  ) => {
    const wish = single.find((it) => it.fieldId === fieldId && types.includes(it.type))
    return (wish ?? single.find(isObvious))?.fieldId
  }
  return {
    titleFieldId:
      pick(wished.titleFieldId, ['text', 'number', 'datetime'], (it) => it.type === 'text') ?? 'id',
    descriptionFieldId:
      pick(wished.descriptionFieldId, ['text', 'long-text'], (it) => it.type === 'long-text') ??
      null,
    imageFieldId:
      pick(
        wished.imageFieldId,
        ['file'],
        (it) => it.type === 'file' && it.settings.imagesOnly === true,
      ) ?? null,
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
