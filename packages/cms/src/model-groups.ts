import { type Change, newId, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertCan,
  assertVersion,
  can,
  event,
  once,
  type Repeatable,
  type Resource,
  type Scope,
  validated,
} from '@tenantry/security'
import { z } from 'zod'
import { assertCanSome } from './access.ts'
import { assertEditable } from './editable.ts'
import { groupKey, nameKey, versionKey } from './keys.ts'
import { localeGuard, resolveLocale } from './locales.ts'
import { ModelGroup } from './model.ts'
import { loadModelSpace } from './model-space.ts'
import { slugOf } from './names.ts'
import { caller } from './people.ts'

const Id = z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/, 'Use up to 40 letters, digits, _ and -.')
const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Use up to 60 of a-z, 0-9 and -.')
const GroupUpdate = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  slug: Slug.nullish(),
  description: z.string().max(1000).nullish(),
  icon: z.string().max(200).nullish(),
})
export const GroupInput = GroupUpdate.extend({
  id: Id.nullish(),
  name: z.string().trim().min(1).max(100),
})

/** The groups that the caller may read, by name. */
export async function listModelGroups(scope: Scope, locale: string): Promise<ModelGroup[]> {
  assertCanSome(scope, 'cms.contentModelGroup', 'r')
  await resolveLocale(scope, locale)
  const { groups } = await loadModelSpace(scope.table, locale)
  return groups.filter((it) => mayReadGroup(scope, it)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export async function getModelGroup(scope: Scope, locale: string, id: string): Promise<ModelGroup> {
  assertCanSome(scope, 'cms.contentModelGroup', 'r')
  await resolveLocale(scope, locale)
  return readable(scope, locale, id)
}

/** @throws AppError `SLUG_ALREADY_EXISTS`. */
export async function createModelGroup(
  scope: Scope,
  locale: string,
  data: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<ModelGroup> {
  assertCanSome(scope, 'cms.contentModelGroup', 'w')
  const group = newGroup(scope, locale, data)
  return once(scope, {
    operation: 'cms.group.create',
    input: [locale, data],
    idempotencyKey,
    run: async (note) => {
      const changes = [...(await groupCreation(scope, group)), ...note(group.id)]
      await scope.table.write(changes, event(scope, 'cms.group.create', group.id))
      return group
    },
    again: (made) => readable(scope, locale, made),
  })
}

/** All that makes a group, if its slug is free. */
export const groupCreation = async (scope: Scope, group: ModelGroup): Promise<Change[]> => [
  save(groupKey(group.locale, group.id), group),
  takeSlug(group),
  bumped(group.locale),
  await localeGuard(scope, group.locale),
]

/** All that makes one group of another. */
export const groupChange = (before: ModelGroup, saved: ModelGroup): Change[] => [
  save(groupKey(saved.locale, saved.id), saved),
  ...(saved.slug === before.slug ? [] : [freeSlug(before), takeSlug(saved)]),
  bumped(saved.locale),
]

type Caller = Pick<Scope, 'principal'>

/** The group that the caller would make. */
export function newGroup(scope: Caller, locale: string, data: unknown): ModelGroup {
  const { id, slug, ...input } = validated(GroupInput, data)
  const now = new Date().toISOString()
  const group: ModelGroup = {
    id: id ?? newId(),
    locale,
    name: input.name,
    slug: slug ?? slugOf(input.name),
    description: input.description ?? null,
    icon: input.icon ?? 'fas/star',
    createdOn: now,
    createdBy: caller(scope),
    savedOn: now,
    version: 1,
  }
  assertCan(scope, 'cms.contentModelGroup', 'w', resourceOf(group))
  return group
}

/** The group as the caller would leave it. */
export function changedGroup(scope: Scope, group: ModelGroup, data: unknown): ModelGroup {
  const input = validated(GroupUpdate, data)
  assertCan(scope, 'cms.contentModelGroup', 'w', resourceOf(group))
  return changed(group, input)
}

/** Whether a group is there for the caller at all. */
export const mayReadGroup = (scope: Scope, group: ModelGroup): boolean =>
  can(scope, 'cms.contentModelGroup', 'r', resourceOf(group))

interface Update extends Repeatable {
  id: string
  data: unknown
  ifVersion?: number | undefined
}

export async function updateModelGroup(
  scope: Scope,
  locale: string,
  { id, data, ifVersion, idempotencyKey }: Update,
): Promise<ModelGroup> {
  assertCanSome(scope, 'cms.contentModelGroup', 'w')
  validated(GroupUpdate, data)
  await resolveLocale(scope, locale)
  return once(scope, {
    operation: 'cms.group.update',
    input: [locale, id, data],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const group = await readable(scope, locale, id)
      const saved = changedGroup(scope, group, data)
      assertEditable(group, `group "${id}"`)
      assertVersion(group, ifVersion)
      const changes = [...groupChange(group, saved), ...note(id)]
      await scope.table.write(changes, event(scope, 'cms.group.update', id))
      return saved
    },
    again: () => readable(scope, locale, id),
  })
}

/** @throws AppError `BEFORE_DELETE_ERROR` while models stand in it. */
export async function deleteModelGroup(
  scope: Scope,
  locale: string,
  { id, idempotencyKey }: { id: string } & Repeatable,
): Promise<boolean> {
  assertCanSome(scope, 'cms.contentModelGroup', 'd')
  await resolveLocale(scope, locale)
  return once(scope, {
    operation: 'cms.group.delete',
    input: [locale, id],
    idempotencyKey,
    run: async (note) => {
      const group = await readable(scope, locale, id)
      assertCan(scope, 'cms.contentModelGroup', 'd', resourceOf(group))
      assertEditable(group, `group "${id}"`)
      const { version, models } = await loadModelSpace(scope.table, locale)
      if (models.some((it) => it.group.id === id)) throw stillUsed()
      const changes: Change[] = [
        { delete: groupKey(locale, id), onlyIf: group.version },
        freeSlug(group),
        // A model that comes into the group in this moment changes the version, and this is refused.
        { ...bumped(locale), onlyIf: version },
        ...note(id),
      ]
      await scope.table.write(changes, event(scope, 'cms.group.delete', id))
      return true
    },
    again: async () => true,
  })
}

/** What is written with every change of a group or a model, so that nobody keeps an old schema. */
export const bumped = (locale: string): Change => ({
  update: versionKey(locale),
  add: { version: 1 },
})

const changed = (group: ModelGroup, input: z.infer<typeof GroupUpdate>): ModelGroup => ({
  ...group,
  name: input.name ?? group.name,
  slug: input.slug ?? group.slug,
  description: input.description === undefined ? group.description : input.description,
  icon: input.icon ?? group.icon,
  savedOn: new Date().toISOString(),
  version: group.version + 1,
})

async function readable(scope: Scope, locale: string, id: string): Promise<ModelGroup> {
  const missing = new AppError('NOT_FOUND', `Content model group "${id}" was not found.`)
  if (!Id.safeParse(id).success) throw missing
  const item = await scope.table.get(groupKey(locale, id))
  const group = item && ModelGroup.parse(item)
  // What the caller may not read does not exist for them.
  if (!group || !mayReadGroup(scope, group)) throw missing
  return group
}

/** Permissions know a group as that of a model: here it is asked for on its own. */
const resourceOf = (group: ModelGroup): Resource => ({
  model: { modelId: '', locale: group.locale, createdBy: group.createdBy, group },
})

const takeSlug = ({ locale, slug, id }: ModelGroup): Change => ({
  put: { ...nameKey(locale, 'SLUG', slug), id },
  onlyIf: 'absent',
  otherwise: new AppError('SLUG_ALREADY_EXISTS', `There is a group with the slug "${slug}".`),
})
const freeSlug = ({ locale, slug }: ModelGroup): Change => ({
  delete: nameKey(locale, 'SLUG', slug),
})

const stillUsed = () =>
  new AppError(
    'BEFORE_DELETE_ERROR',
    'Cannot delete this group because there are models that belong to it.',
  )
