import { datetimeKind, type Field, type Kind, kindOf, OPERATORS, SORTABLE } from '@tenantry/cms'

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

const TYPES: Record<Field['type'], (field: Field) => string> = {
  text: () => 'String',
  'long-text': () => 'String',
  number: () => 'Number',
  boolean: () => 'Boolean',
  datetime: (field) => DATETIMES[datetimeKind(field)],
  ref: () => 'RefField',
}

const listed = ({ multipleValues }: Field, type: string) => (multipleValues ? `[${type}]` : type)

/** What a field is in answers; `type` for what a reference is where it is resolved. */
export const outputOf = (field: Field, type = TYPES[field.type](field)): string =>
  listed(field, type)

/** What a field is in what editors save. */
export const inputOf = (field: Field): string =>
  listed(field, field.type === 'ref' ? 'RefFieldInput' : TYPES[field.type](field))

/** The filters on a field. */
export const filtersOn = (field: Field): string[] =>
  field.type === 'ref'
    ? [`${field.fieldId}: RefFieldWhereInput`]
    : filters(field.fieldId, kindOf(field), TYPES[field.type](field))

/** Its plain equality, for fields that one can be found by. */
export const equalityOf = (field: Field): string[] => {
  const equality = field.type === 'long-text' || field.multipleValues ? [] : filtersOn(field)
  return equality.slice(0, 1)
}

export const isSortable = (field: Field): boolean =>
  !field.multipleValues && SORTABLE.includes(kindOf(field))
