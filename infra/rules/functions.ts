import type { Graph, Resource } from '@tenantry/local-cloud'
import { exportsHandler, variablesReadBy } from './code.ts'
import { at, every, has, isSameSet, ofType, placeOf } from './reading.ts'
import type { Rule } from './reading.ts'
import { FUNCTION, LOG_GROUP, STAGE } from './types.ts'

/** Less makes for slow cold starts: the share of a processor grows with it, up to one at 1769. */
const MEMORY_MEGABYTES = { least: 1024, most: 1769 }
const LONGEST_SECONDS = 29
const ENVIRONMENT_BYTES = 4096
/** What CloudWatch takes, up to a year. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]

export const functionRules: readonly Rule[] = [
  {
    name: 'a function runs on arm64, in a runtime that AWS supports and the build is made for',
    rule: every(FUNCTION, ({ inputs }) =>
      has(inputs, { runtime: 'nodejs24.x', architectures: ['arm64'] }),
    ),
  },
  {
    name: 'a function has the memory for a quick start, and no more than helps it',
    rule: every(FUNCTION, ({ inputs }) => {
      const megabytes = Number(inputs['memorySize'])
      return megabytes >= MEMORY_MEGABYTES.least && megabytes <= MEMORY_MEGABYTES.most
    }),
  },
  {
    name: 'a function ends before the longest that an HTTP API waits',
    rule: every(FUNCTION, ({ inputs }) => Number(inputs['timeout']) <= LONGEST_SECONDS),
  },
  {
    name: 'the bundle of a function is built and exports the handler',
    rule: every(FUNCTION, ({ inputs }) =>
      exportsHandler(String(at(inputs, 'code', 'path')), String(inputs['handler'])),
    ),
  },
  {
    name: 'a function is given the variables that it reads, and no others',
    rule: every(FUNCTION, (it) =>
      isSameSet(Object.keys(variablesOf(it)), variablesReadBy(it.name)),
    ),
  },
  {
    name: 'answers say what they took in development and previews, and nowhere else',
    rule: every(FUNCTION, (it, graph) => {
      const { kind } = placeOf(graph).environment
      const { SHOW_COST: shown = 'no' } = variablesOf(it)
      return shown === 'no' || kind === 'development' || kind === 'preview'
    }),
  },
  {
    name: 'the variables of a function fit into what Lambda takes',
    rule: every(
      FUNCTION,
      (it) => Buffer.byteLength(JSON.stringify(variablesOf(it))) <= ENVIRONMENT_BYTES,
    ),
  },
  {
    name: 'a function logs JSON to a group of its own',
    rule: every(FUNCTION, ({ inputs }, graph) => {
      const group = logGroupOf(graph, inputs)
      const writers = ofType(graph, FUNCTION).filter((it) => logGroupOf(graph, it.inputs) === group)
      return (
        group !== undefined &&
        writers.length === 1 &&
        has(inputs, { loggingConfig: { logFormat: 'JSON' } })
      )
    }),
  },
  {
    name: 'a stage logs each access to a group that is declared',
    rule: every(STAGE, ({ inputs }, graph) =>
      ofType(graph, LOG_GROUP).some(
        ({ outputs }) => outputs['arn'] === at(inputs, 'accessLogSettings', 'destinationArn'),
      ),
    ),
  },
  {
    name: 'a log group forgets, after a time that CloudWatch takes',
    rule: every(LOG_GROUP, ({ inputs }) =>
      RETENTION_DAYS.includes(Number(inputs['retentionInDays'])),
    ),
  },
]

export const logGroupOf = (graph: Graph, functionInputs: Resource['inputs']) =>
  ofType(graph, LOG_GROUP).find(
    ({ outputs }) => outputs['name'] === at(functionInputs, 'loggingConfig', 'logGroup'),
  )

export const variablesOf = ({ inputs }: Resource): Record<string, unknown> =>
  Object(at(inputs, 'environment', 'variables'))
