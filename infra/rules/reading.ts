// How rules read a graph: softly. A part that is missing is what a rule reports, not an error.
import { isDeepStrictEqual } from 'node:util'
import type { Graph, Resource } from '@tenantry/local-cloud'
import { environmentOf } from '../environments.ts'
import type { Environment } from '../environments.ts'

export interface Rule {
  /** What holds. */
  name: string
  /** The names of those it does not hold of. */
  rule: (graph: Graph) => string[]
}

export const namesOf = (resources: readonly Resource[]): string[] =>
  resources.map(({ name }) => name)

export const ofType = (graph: Graph, type: string): Resource[] =>
  graph.resources.filter((it) => it.type === type)

/** A rule that each resource of a type keeps. */
export const every =
  (type: string, holds: (resource: Resource, graph: Graph) => boolean): Rule['rule'] =>
  (graph) =>
    namesOf(ofType(graph, type).filter((it) => !holds(it, graph)))

/** The part at a path of names and indexes. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined,
    value,
  )

/** The members of the array at a path, if there is one. */
export function list(value: unknown, ...path: readonly string[]): unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** Whether a value has all that the other one has; of arrays, whether they are the same. */
export const has = (value: unknown, part: unknown): boolean =>
  typeof part === 'object' && part !== null && !Array.isArray(part)
    ? Object.entries(part).every(([name, inner]) => has(at(value, name), inner))
    : isDeepStrictEqual(value, part)

/** All texts in a value, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

export const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((it) => b.includes(it)) && b.every((it) => a.includes(it))

/** What a text says in JSON; some inputs are handed over so. */
export const fromJson = (text: unknown): unknown =>
  typeof text === 'string' ? JSON.parse(text) : undefined

export interface Statement {
  Effect?: unknown
  Action?: unknown
  Resource?: unknown
  Principal?: unknown
  Condition?: unknown
}

export function statementsIn(policy: unknown): Statement[] {
  const { Statement = [] }: { Statement?: Statement[] } = Object(fromJson(policy))
  return Statement
}

/** Where and for what a graph was made, as the names of all its resources say. */
export function placeOf(graph: Graph): { project: string; environment: Environment } {
  const [, stack = '', project = ''] = /^urn:pulumi:(.+?)::(.+?)::/.exec(urnOf(graph)) ?? []
  return { project, environment: environmentOf(stack) }
}

const urnOf = ({ resources: [first] }: Graph) => first?.urn ?? ''
