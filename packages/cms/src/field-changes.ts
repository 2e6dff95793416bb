import type { TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { invalid } from '@tenantry/security'
import { readWrites } from './counters.ts'
import { type Field, isIndexedList, isUnique } from './fields.ts'
import type { Model } from './model.ts'
import { branchesOf } from './nesting.ts'
import { isSingleton, singletonId } from './singleton.ts'
import { hasEntries, holdsValues } from './usage.ts'

/**
 * Whether the entries of a model let it become another one. Fields that they hold values of can be
 * renamed; a template of a dynamic zone may go: what was made of it is not served any more. Where
 * entries had to be looked at, it gives how often they were written by then: the change holds only as
 * long as that stays.
 *
 * @throws AppError `ENTRY_FIELD_USED` if a field that is in use goes, or becomes something that its
 *   values are not; `VALIDATION_FAILED` if a model with other entries is to become a singleton.
 */
export async function assertAllowedByEntries(
  table: TenantTable,
  model: Model,
  saved: Model,
): Promise<number[] | undefined> {
  const changes = changesIn(model.fields, saved.fields)
  const becomesSingleton = isSingleton(saved) && !isSingleton(model)
  if (changes.length === 0 && !becomesSingleton) return undefined
  const writes = await readWrites(table, model)
  for (const change of changes)
    if (await holdsValues(table, model, change.id)) throw fieldUsed(change)
  if (becomesSingleton && (await hasEntries(table, model, [singletonId(model)]))) throw tooMany()
  return writes
}

const fieldUsed = ({ field: { fieldId, storageId }, what }: FieldChange) =>
  new AppError(
    'ENTRY_FIELD_USED',
    `The field "${fieldId}" cannot ${what}: it is already in use in created content.`,
    { data: { fieldId, storageId } },
  )

const tooMany = () =>
  invalid([
    { error: 'A singleton has one entry of its own: delete those of this model.', fieldId: 'tags' },
  ])

interface FieldChange {
  /** As the columns of fields are called. */
  id: string
  field: Field
  what: string
}

/** Changes that values do not outlive, wherever the fields lie. */
function changesIn(
  before: readonly Field[],
  after: readonly Field[],
  path: readonly string[] = [],
): FieldChange[] {
  return before.flatMap((field): FieldChange[] => {
    const now = after.find(({ storageId }) => storageId === field.storageId)
    const here = [...path, field.storageId]
    const change = { id: here.join('.'), field }
    if (!now || !isSameKind(field, now))
      return [{ ...change, what: 'be removed or change its type' }]
    if (isUnique(now) && !isUnique(field)) return [{ ...change, what: 'become unique' }]
    // Entries may have more values than an index takes, and rows may lack them.
    if (isIndexedList(now) && !isIndexedList(field))
      return [{ ...change, what: 'become an indexed list' }]
    return branchesOf(field).flatMap(({ template, fields }) => {
      const branch = branchesOf(now).find((it) => it.template?.id === template?.id)
      return branch
        ? changesIn(fields, branch.fields, template ? [...here, template.id] : here)
        : []
    })
  })
}

const isSameKind = (a: Field, b: Field): boolean =>
  a.type === b.type && a.multipleValues === b.multipleValues && a.settings.type === b.settings.type
