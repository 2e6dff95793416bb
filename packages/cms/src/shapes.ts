import { z } from 'zod'
import { instantOf, isDate, isInstant, TIME, WITH_ZONE } from './dates.ts'
import { datetimeKind, type Field } from './fields.ts'
import { Json } from './json.ts'
import { RichText } from './rich-text.ts'
import { isFileUrl } from './urls.ts'

/** What an entry can hold in all, as JSON. DynamoDB stores at most 400 KB in one item. */
export const MAX_BYTES = 300_000
const MAX_CHARACTERS_OF_TEXT = 100_000
const MAX_CHARACTERS_OF_URL = 2000

/** What one value of a field is, by its type; those of objects and zones have their own fields. */
export const shapeOf = (field: Field): z.ZodType => SHAPES[field.type](field)

const Ref = z.object({ modelId: z.string(), id: z.string().regex(/^[0-9a-f]{24}#\d{4}$/) })

const SHAPES: Record<Field['type'], (field: Field) => z.ZodType> = {
  text: () => z.string().max(MAX_CHARACTERS_OF_TEXT),
  'long-text': () => z.string().max(MAX_BYTES),
  'rich-text': () => RichText,
  number: () => z.number(),
  boolean: () => z.boolean(),
  datetime: (field) => DATETIMES[datetimeKind(field)],
  file: () => z.string().max(MAX_CHARACTERS_OF_URL).refine(isFileUrl),
  ref: ({ settings }) =>
    Ref.refine(({ modelId }) => (settings.models ?? []).some((it) => it.modelId === modelId)),
  object: () => z.never(),
  dynamicZone: () => z.never(),
  json: () => Json,
}

const Instant = z.string().max(50).refine(isInstant)
const DATETIMES = {
  date: z.string().refine(isDate),
  time: z
    .string()
    .regex(TIME)
    .transform((it) => it.padEnd(8, ':00')),
  dateTimeWithTimezone: Instant.regex(WITH_ZONE),
  dateTimeWithoutTimezone: Instant.transform(instantOf),
}
