import { datetimeKind, type Field } from '@tenantry/cms'

const EQUALITY = ['', '_not', '_in', '_not_in']
const ORDER = ['_lt', '_lte', '_gt', '_gte']
const BETWEEN = ['_between', '_not_between']
const CONTAINS = ['_contains', '_not_contains']
const STARTS = ['_startsWith', '_not_startsWith']

/** What can be asked about each kind of value, as suffixes of the field's name. */
const OPERATORS = {
  text: [...EQUALITY, ...CONTAINS, ...STARTS],
  longText: CONTAINS,
  ordered: [...EQUALITY, ...ORDER, ...BETWEEN],
  boolean: ['', '_not'],
  id: EQUALITY,
}

/** The filters on one value, one a line, as an input type lists them. */
export const filters = (name: string, kind: keyof typeof OPERATORS, type: string): string[] =>
  OPERATORS[kind].map(
    (suffix) => `${name}${suffix}: ${/_(in|between)$/.test(suffix) ? `[${type}]` : type}`,
  )

interface FieldTypes {
  /** One value, in answers of manage and in inputs. References on read are their own matter. */
  output: string
  input: string
  filters: string[]
  isSortable: boolean
}

const scalar = (name: string, type: string, kind: keyof typeof OPERATORS): FieldTypes => ({
  output: type,
  input: type,
  filters: filters(name, kind, type),
  isSortable: kind !== 'longText',
})

const DATETIMES = {
  date: 'Date',
  time: 'Time',
  dateTimeWithTimezone: 'DateTimeZ',
  dateTimeWithoutTimezone: 'DateTime',
}

const TYPES: Record<Field['type'], (field: Field) => FieldTypes> = {
  text: ({ fieldId }) => scalar(fieldId, 'String', 'text'),
  'long-text': ({ fieldId }) => scalar(fieldId, 'String', 'longText'),
  number: ({ fieldId }) => scalar(fieldId, 'Number', 'ordered'),
  boolean: ({ fieldId }) => scalar(fieldId, 'Boolean', 'boolean'),
  datetime: (field) => scalar(field.fieldId, DATETIMES[datetimeKind(field)], 'ordered'),
  ref: ({ fieldId }) => ({
    output: 'RefField',
    input: 'RefFieldInput',
    filters: [`${fieldId}: RefFieldWhereInput`],
    isSortable: false,
  }),
}

/** What a field is in GraphQL. */
export const typesOf = (field: Field): FieldTypes => TYPES[field.type](field)

export const listed = ({ multipleValues }: Field, type: string): string =>
  multipleValues ? `[${type}]` : type
