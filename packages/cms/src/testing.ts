import { createEntry } from './entries.ts'
import type { Stage } from './keys.ts'
import { listEntries } from './list-entries.ts'
import { createModel } from './models.ts'
import { createModelGroup } from './model-groups.ts'
import type { Model } from './model.ts'
import { createLocale } from './locales.ts'
import { scopeFor } from '@tenantry/security/testing'
import type { Scope } from '@tenantry/security'

type FieldInput = { fieldId: string; type: string } & Record<string, unknown>

/** A field with nothing but what makes it one. */
export const field = (fieldId: string, type: string, more: object = {}): FieldInput => ({
  id: fieldId,
  fieldId,
  type,
  label: fieldId,
  ...more,
})

export const articleFields = [
  field('title', 'text', { validation: [{ name: 'required', message: 'Give it a title.' }] }),
  field('body', 'long-text'),
  field('price', 'number'),
  field('featured', 'boolean'),
  field('goneOn', 'datetime', { settings: { type: 'date' } }),
  field('author', 'ref', { settings: { models: [{ modelId: 'author' }] } }),
]

/** A tenant with a model `article` in a locale, and somebody who may do everything there. */
export async function world(
  fields: readonly object[] = articleFields,
  { locale = 'en-US', scope = scopeFor([{ name: '*' }]) }: { locale?: string; scope?: Scope } = {},
): Promise<{ scope: Scope; model: Model }> {
  if (locale !== 'en-US') await createLocale(scope, { code: locale })
  const group = await createModelGroup(scope, locale, { name: 'Content', icon: 'fas/star' })
  const model = await createModel(scope, locale, {
    name: 'Article',
    singularApiName: 'Article',
    pluralApiName: 'Articles',
    group: { id: group.id },
    fields,
  })
  return { scope, model }
}

/** A world with one entry in it. */
export async function hello(data: object = {}) {
  const { scope, model } = await world()
  const made = await createEntry(scope, model, { data: { title: 'Hello', ...data } })
  return { scope, model, made }
}

export async function idsIn(scope: Scope, model: Model, stage: Stage): Promise<string[]> {
  const { entries } = await listEntries(scope, model, { stage, limit: 1000 })
  return entries.map(({ id }) => id)
}
