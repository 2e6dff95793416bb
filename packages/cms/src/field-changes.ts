import type { TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { type Field, isUnique } from './fields.ts'
import type { Model } from './model.ts'
import { branchesOf } from './nesting.ts'
import { holdsValues } from './usage.ts'

/**
 * Fields that entries hold values of can be renamed. A template of a dynamic zone may go: what was made
 * of it is not served any more.
 *
 * @throws AppError `ENTRY_FIELD_USED` if a field that is in use goes, or becomes something that its
 *   values are not.
 */
export async function assertUnusedFieldsOnly(
  table: TenantTable,
  model: Model,
  saved: Model,
): Promise<void> {
  for (const { id, field, what } of changesIn(model.fields, saved.fields)) {
    if (!(await holdsValues(table, model, id))) continue
    throw new AppError(
      'ENTRY_FIELD_USED',
      `The field "${field.fieldId}" cannot ${what}: it is already in use in created content.`,
      { data: { fieldId: field.fieldId, storageId: field.storageId } },
    )
  }
}

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
