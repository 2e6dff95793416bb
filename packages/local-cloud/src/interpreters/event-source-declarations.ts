import { z } from 'zod'

export const EVENT_SOURCE_MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping'

/** Names at which the record has one of these texts; of all that a pattern can say no more is read. */
interface Pattern {
  [name: string]: Pattern | string[]
}
const Pattern: z.ZodType<Pattern> = z.record(
  z.string(),
  z.union([z.array(z.string()).min(1), z.lazy(() => Pattern)]),
)
const Filter = z.strictObject({
  pattern: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Pattern),
})
export const Mapping = z.strictObject({
  eventSourceArn: z.string(),
  functionName: z.string(),
  filterCriteria: z.strictObject({ filters: z.array(Filter).min(1) }),
  startingPosition: z.literal('TRIM_HORIZON'),
  batchSize: z.number(),
  maximumBatchingWindowInSeconds: z.number(),
  bisectBatchOnFunctionError: z.literal(true),
  functionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  maximumRetryAttempts: z.literal(-1),
  maximumRecordAgeInSeconds: z.number(),
})
export type Mapping = z.infer<typeof Mapping>

/** Whether a record has what a pattern asks for. */
export const matches = (pattern: Pattern | string[], value: unknown): boolean =>
  Array.isArray(pattern)
    ? pattern.some((it) => it === value)
    : Object.entries(pattern).every(([name, inner]) =>
        matches(
          inner,
          typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
        ),
      )
