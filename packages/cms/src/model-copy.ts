import { event, once, type Repeatable, type Scope, validated } from '@tenantry/security'
import { z } from 'zod'
import { assertCanSome } from './access.ts'
import { resolveLocale } from './locales.ts'
import { contentOf, type Model } from './model.ts'
import { ModelInput, parseModelInput } from './model-input.ts'
import { newModel } from './model-records.ts'
import { creationOf, findReadable, groupOf } from './models.ts'

const Copy = ModelInput.pick({
  name: true,
  singularApiName: true,
  pluralApiName: true,
  modelId: true,
  group: true,
  icon: true,
  description: true,
}).extend({
  /** Of the same tenant; without it the copy stands beside the original. */
  locale: z.string().nullish(),
})

interface Copying extends Repeatable {
  modelId: string
  data: unknown
}

/**
 * Makes a model out of another: with its fields, layout, title fields and tags, and under names of
 * its own. References stay as they are: in a locale without the model that they point to they find
 * nothing until there is one of that id.
 *
 * @throws AppError as `createModel`, and `LOCALE_NOT_FOUND`.
 */
export async function createModelFrom(
  scope: Scope,
  locale: string,
  { modelId: originalId, data, idempotencyKey }: Copying,
): Promise<Model> {
  assertCanSome(scope, 'cms.contentModel', 'w')
  const { locale: target, ...wanted } = validated(Copy, data)
  await resolveLocale(scope, locale)
  const to = await resolveLocale(scope, target ?? locale)
  return once(scope, {
    operation: 'cms.model.createFrom',
    input: [locale, originalId, data],
    idempotencyKey,
    run: async (note) => {
      const original = await findReadable(scope, locale, originalId)
      const copy = parseModelInput({ ...contentOf(original), ...given(wanted) })
      const model = newModel(scope, await groupOf(scope, to, copy.group.id), copy)
      const changes = [...(await creationOf(scope, model)), ...note(model.modelId)]
      await scope.table.write(changes, event(scope, 'cms.model.createFrom', model.modelId))
      return model
    },
    again: (made) => findReadable(scope, to, made),
  })
}

const given = (wanted: object) =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null && value !== ''))
