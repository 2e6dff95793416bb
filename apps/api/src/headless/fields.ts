import {
  branchesOf,
  datetimeKind,
  type Field,
  type Kind,
  kindOf,
  OPERATORS,
  SORTABLE,
} from '@tenantry/cms'

/** The filters on one value, one a line, as an input type lists them. */
export const filters = (name: string, kind: Kind, type: string): string[] =>
  OPERATORS[kind].map(
    (suffix) => `${name}${suffix}: ${/_(in|between)$/.test(suffix) ? `[${type}]` : type}`,
  )

const DATETIMES = {
  date: 'Date',
  time: 'Time',
  dateTimeWithTimezone: 'DateTimeZ',
  dateTimeWithoutTimezone: 'DateTime',
}

/** The name of a type that a field of another one has for itself: `Article_Seo`. */
export const typeNameOf = (parent: string, { fieldId }: Pick<Field, 'fieldId'>): string =>
  `${parent}_${fieldId.charAt(0).toUpperCase()}${fieldId.slice(1)}`

function scalarOf(field: Field): string {
  switch (field.type) {
    case 'text':
    case 'long-text':
    case 'file':
      return 'String'
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'datetime':
      return DATETIMES[datetimeKind(field)]
    case 'rich-text':
    case 'json':
      return 'JSON'
    case 'ref':
    case 'object':
    case 'dynamicZone':
      return 'RefField'
  }
}

const hasParts = (field: Field) => branchesOf(field).length > 0

/** Of lists of objects no element is null, as in v5. */
const listed = (field: Field, type: string) =>
  field.multipleValues ? `[${type}${hasParts(field) ? '!' : ''}]` : type

/** What a field of a type is in answers; `type` for what a reference is where it is resolved. */
export const outputOf = (
  parent: string,
  field: Field,
  type = hasParts(field) ? typeNameOf(parent, field) : scalarOf(field),
): string => listed(field, type)

/** What a field is in what editors save. */
export function inputOf(parent: string, field: Field): string {
  if (hasParts(field)) return listed(field, `${typeNameOf(parent, field)}Input`)
  return listed(field, field.type === 'ref' ? 'RefFieldInput' : scalarOf(field))
}

/** The filters on a field. */
export function filtersOn(parent: string, field: Field): string[] {
  if (field.type === 'ref') return [`${field.fieldId}: RefFieldWhereInput`]
  if (field.type === 'object' && hasFilters(field))
    return [`${field.fieldId}: ${typeNameOf(parent, field)}WhereInput`]
  return filters(field.fieldId, kindOf(field), scalarOf(field))
}

export const hasFilters = (field: Field): boolean =>
  field.type === 'object'
    ? branchesOf(field).some(({ fields }) => fields.some(hasFilters))
    : OPERATORS[kindOf(field)].length > 0

/** Its plain equality, for fields that one can be found by. */
export const equalityOf = (parent: string, field: Field): string[] => {
  const isPlain = !['long-text', 'object'].includes(field.type) && !field.multipleValues
  return isPlain ? filtersOn(parent, field).slice(0, 1) : []
}

export const isSortable = (field: Field): boolean =>
  !field.multipleValues && SORTABLE.includes(kindOf(field))
