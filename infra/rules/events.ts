import type { Graph, Resource } from '@tenantry/local-cloud'
import { CONSUMERS } from './code.ts'
import { at, every, fromJson, has, isSameSet, list, namesOf, ofType } from './reading.ts'
import type { Rule } from './reading.ts'
import { EVENT_SOURCE_MAPPING, FUNCTION, TABLE } from './types.ts'

/** What docs/security.md promises; one call can carry 10,000 records, and they are more than 6 MB then. */
const SEALED_WITHIN_SECONDS = 60
const MOST_AT_ONCE = 1000
/** How long DynamoDB keeps a record of a stream. */
const STREAM_SECONDS = 24 * 60 * 60

export const eventRules: readonly Rule[] = [
  {
    name: 'the stream of a table has two consumers, which is as many as it serves',
    rule: every(TABLE, ({ outputs }, graph) => {
      const mappings = ofType(graph, EVENT_SOURCE_MAPPING).filter(
        ({ inputs }) => inputs['eventSourceArn'] === outputs['streamArn'],
      )
      const consumers = ofType(graph, FUNCTION).filter((it) => isConsumer(graph, it))
      const expected = Object.keys(CONSUMERS)
      return mappings.length === expected.length && isSameSet(namesOf(consumers), expected)
    }),
  },
  {
    name: 'a consumer is woken for what it is there for, and for nothing else',
    rule: every(EVENT_SOURCE_MAPPING, ({ inputs }, graph) => {
      const filters = list(inputs, 'filterCriteria', 'filters')
      const [fed] = ofType(graph, FUNCTION).filter(
        ({ outputs }) => outputs['arn'] === inputs['functionName'],
      )
      return has(
        filters.map((it) => fromJson(at(it, 'pattern'))),
        CONSUMERS[fed?.name ?? '']?.patterns ?? [],
      )
    }),
  },
  {
    name: 'what fails is delivered again, from there on, for as long as the stream has it',
    rule: every(EVENT_SOURCE_MAPPING, ({ inputs }) =>
      has(inputs, {
        startingPosition: 'TRIM_HORIZON',
        functionResponseTypes: ['ReportBatchItemFailures'],
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: -1,
        maximumRecordAgeInSeconds: STREAM_SECONDS,
      }),
    ),
  },
  {
    name: 'events are gathered for a minute at most, and no more than a call can carry',
    rule: every(EVENT_SOURCE_MAPPING, ({ inputs }) => {
      const seconds = Number(inputs['maximumBatchingWindowInSeconds'])
      const size = Number(inputs['batchSize'])
      return seconds <= SEALED_WITHIN_SECONDS && size >= 1 && size <= MOST_AT_ONCE
    }),
  },
]

/** Whether a function is fed by a mapping, and answers no requests. */
export const isConsumer = (graph: Graph, { outputs }: Resource): boolean =>
  ofType(graph, EVENT_SOURCE_MAPPING).some(
    ({ inputs }) => inputs['functionName'] === outputs['arn'],
  )
